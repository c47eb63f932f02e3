package io.lamina.rest.statistics;

import java.util.Comparator;

/** What is counted on its own. */
record UsageKey(String capability, String route, String method) implements Comparable<UsageKey> {
  private static final Comparator<UsageKey> ORDER =
      Comparator.comparing(UsageKey::capability)
          .thenComparing(UsageKey::route)
          .thenComparing(UsageKey::method);

  @Override
  public int compareTo(UsageKey other) {
    return ORDER.compare(this, other);
  }
}
