package io.lamina.masks.rest;

import io.lamina.api.error.LaminaException;

/** Request bodies. */
final class Bodies {
  private Bodies() {}

  /** 400 where the request has no body, or the JSON literal null. */
  static <T> T present(T body) {
    if (body == null) {
      throw LaminaException.badRequest("The request needs a JSON object as its body");
    }
    return body;
  }

  /** A key in the body that repeats the one of the path has to be the same. */
  static void sameAsPath(String name, Long inBody, long inPath) {
    if (inBody != null && inBody != inPath) {
      throw LaminaException.badRequest("Field '" + name + "' is not the one of the path");
    }
  }
}
