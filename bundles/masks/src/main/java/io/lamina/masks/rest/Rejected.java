package io.lamina.masks.rest;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One of many files that was refused (D-18).
 *
 * @param index in the request, from 0
 * @param file as the request calls it
 * @param error why, and what to do
 */
record Rejected(int index, String file, String error) {
  private static final int NAMED_AT_MOST = 10;

  /**
   * @param done what the others did, such as {@code got a link}
   * @throws LaminaException where there is nothing but refusals, naming the first of them: with
   *     their kind where they agree on one, else 400
   */
  static List<Rejected> of(
      List<? extends Outcome<?>> outcomes, IntFunction<String> file, String done) {
    List<Rejected> rejected = new ArrayList<>();
    List<ErrorKind> kinds = new ArrayList<>();
    for (int index = 0; index < outcomes.size(); index++) {
      LaminaException refusal = outcomes.get(index).refusal();
      if (refusal != null) {
        rejected.add(new Rejected(index, file.apply(index), refusal.getMessage()));
        kinds.add(refusal.kind());
      }
    }
    if (rejected.size() == outcomes.size()) {
      boolean agreed = kinds.stream().distinct().count() == 1;
      throw new LaminaException(
          agreed ? kinds.get(0) : ErrorKind.BAD_REQUEST,
          "None of the %d files %s. %s".formatted(outcomes.size(), done, first(rejected)));
    }
    return rejected;
  }

  private static String first(List<Rejected> rejected) {
    List<String> named =
        rejected.stream()
            .limit(NAMED_AT_MOST)
            .map(item -> "files[" + item.index() + "]: " + item.error())
            .toList();
    int more = rejected.size() - named.size();
    return String.join("; ", named) + (more > 0 ? "; and " + more + " more" : "");
  }
}
