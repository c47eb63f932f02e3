package io.lamina.studies.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.dicom.RenderOptions;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.ws.rs.core.MultivaluedMap;

/** How an image is asked to be shown, from query parameters. */
final class ImageQuery {
  private static final int MAX_SIZE = 16_384;

  private ImageQuery() {}

  /**
   * @throws LaminaException 400 for a value that is none, and for half a window
   */
  static RenderOptions options(MultivaluedMap<String, String> query) {
    OptionalDouble width = decimal(query, "window_width");
    OptionalDouble level = decimal(query, "window_level");
    OptionalDouble center = decimal(query, "window_center");
    if (level.isPresent() && center.isPresent() && !level.equals(center)) {
      throw LaminaException.badRequest("Give window_level or window_center, not both");
    }
    OptionalDouble middle = level.isPresent() ? level : center;
    if (width.isPresent() != middle.isPresent()) {
      throw LaminaException.badRequest("Give window_width and window_level together");
    }
    if (width.isPresent() && width.getAsDouble() <= 0) {
      throw LaminaException.badRequest("window_width must be above 0");
    }
    return new RenderOptions(frame(query), middle, width, inverted(query), size(query));
  }

  /** 1 and up; 1 where none is given. */
  static int frame(MultivaluedMap<String, String> query) {
    return whole(query, "frame", Integer.MAX_VALUE).orElse(1);
  }

  private static OptionalInt size(MultivaluedMap<String, String> query) {
    return whole(query, "size", MAX_SIZE);
  }

  private static boolean inverted(MultivaluedMap<String, String> query) {
    String text = query.getFirst("inverted");
    if (text == null || text.isEmpty()) {
      return false;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw LaminaException.badRequest("inverted must be true or false");
    };
  }

  private static OptionalInt whole(MultivaluedMap<String, String> query, String name, int most) {
    String text = query.getFirst(name);
    if (text == null || text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return OptionalInt.of(value);
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal, which is the same for both
    }
    throw LaminaException.badRequest(name + " must be a whole number from 1 to " + most);
  }

  private static OptionalDouble decimal(MultivaluedMap<String, String> query, String name) {
    String text = query.getFirst(name);
    if (text == null || text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return OptionalDouble.of(value);
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal, which is the same for both
    }
    throw LaminaException.badRequest(name + " must be a number");
  }
}
