package io.lamina.operations.store;

import io.lamina.api.operations.OperatorOutput;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is wrong: counted all, named up to a number of each kind. */
final class Findings {
  /** Named of each kind. */
  static final int MOST_NAMED = 100;

  /** What can be wrong with an object. */
  enum Kind {
    MISSING(true),
    DAMAGED(true),
    WRONG_SIZE(true),
    WRONG_HASH(true),
    ORPHANED(false),
    STRANGE(false);

    private final boolean loss;

    Kind(boolean loss) {
      this.loss = loss;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final OperatorOutput output;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  Findings(OperatorOutput output) {
    this.output = output;
  }

  void add(Kind kind, String object) {
    long count = counts.merge(kind, 1L, Long::sum);
    if (count <= MOST_NAMED) {
      output.say(kind + ": " + object);
    } else if (count == MOST_NAMED + 1) {
      output.say(kind + ": and more, which are counted only");
    }
  }

  /** Whether something that somebody was promised is not there or not right. */
  boolean losses() {
    return counts.keySet().stream().anyMatch(kind -> kind.loss);
  }

  boolean none() {
    return counts.isEmpty();
  }

  /** Such as {@code 2 missing, 1 orphaned}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (kind, count) ->
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(kind));
    return text.toString();
  }
}
