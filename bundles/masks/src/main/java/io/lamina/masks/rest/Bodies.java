package io.lamina.masks.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.Require;
import java.util.List;

/** Request bodies. */
final class Bodies {
  private static final int MOST_ITEMS = 1000;

  private Bodies() {}

  /** 400 where the request has no body, or the JSON literal null. */
  static <T> T present(T body) {
    if (body == null) {
      throw LaminaException.badRequest("The request needs a JSON object as its body");
    }
    return body;
  }

  /** 400 where a list of a batch has no items, too many, or nothing in the place of one. */
  static void requireItems(String name, List<?> items) {
    Require.field(name, items);
    if (items.isEmpty() || items.size() > MOST_ITEMS) {
      throw LaminaException.invalid("Field '" + name + "' takes 1 to " + MOST_ITEMS + " items");
    }
    for (Object item : items) {
      if (item == null) {
        throw LaminaException.invalid("Field '" + name + "' takes objects");
      }
    }
  }

  /** A key in the body that repeats the one of the path has to be the same. */
  static void sameAsPath(String name, Long inBody, long inPath) {
    if (inBody != null && inBody != inPath) {
      throw LaminaException.badRequest("Field '" + name + "' is not the one of the path");
    }
  }
}
