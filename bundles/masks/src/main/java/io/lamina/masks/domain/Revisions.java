package io.lamina.masks.domain;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;

/** Optimistic concurrency by If-Match. */
final class Revisions {
  private Revisions() {}

  /**
   * @param expected what the client saw last, or null where it does not care
   */
  static void require(Long expected, long actual) {
    if (expected != null && expected != actual) {
      throw new LaminaException(
          ErrorKind.PRECONDITION_FAILED,
          "It was changed since you read it; read it again and repeat your change");
    }
  }
}
