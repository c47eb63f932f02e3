package io.lamina.rest;

/**
 * The end of the answer to this request, as {@code @Context}: written, refused, or given up because
 * the client went away. What an answer holds is given back here, for the body itself is not always
 * written: not for HEAD, and not where something fails before.
 */
@FunctionalInterface
public interface AnswerEnd {
  /** Closes it once the request is answered, whatever became of the answer. */
  void close(AutoCloseable held);
}
