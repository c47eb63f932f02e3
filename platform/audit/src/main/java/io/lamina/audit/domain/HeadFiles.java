package io.lamina.audit.domain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Heads outside the database, oldest first; added to, never changed. */
public interface HeadFiles {
  /** On the disk on return. */
  void append(Head head) throws IOException;

  /** The last one; empty where there is none. Lines that are no head are passed over. */
  Optional<Head> last() throws IOException;

  /**
   * The newest ones, oldest first, without those of version 1. Lines that are no head are passed
   * over.
   *
   * @param most to give, 1 and up
   */
  List<Head> newest(int most) throws IOException;

  /** Those that are there now; later ones are not read. To be closed. */
  Reader read() throws IOException;

  /** Heads one after the other. */
  interface Reader extends AutoCloseable {
    /**
     * Empty behind the last one.
     *
     * @throws UnreadableHeadException for a line that is no head
     */
    Optional<Head> next() throws IOException, UnreadableHeadException;

    @Override
    void close() throws IOException;
  }

  /** A line that is no head: somebody changed the file. */
  final class UnreadableHeadException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param file its name, without the folder
     * @param line 1 and up
     */
    public UnreadableHeadException(String file, long line) {
      super("Line " + line + " of " + file + " is no head");
    }
  }
}
