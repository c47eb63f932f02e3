package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When looking into the files of one request has to end: each may inflate to gigabytes. */
final class Deadline {
  private static final Duration CHECKING = Duration.ofMinutes(1);

  private final Clock clock;
  private final Instant end;

  /** A minute from now. */
  Deadline(Clock clock) {
    this.clock = clock;
    this.end = clock.instant().plus(CHECKING);
  }

  boolean passed() {
    return clock.instant().isAfter(end);
  }

  /** 400 once it has passed. */
  void require() {
    if (passed()) {
      throw LaminaException.invalid(
          "Checking these files takes more than "
              + CHECKING.toSeconds()
              + " seconds. Complete the upload with fewer of them at a time");
    }
  }
}
