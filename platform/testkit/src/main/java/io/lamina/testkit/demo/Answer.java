package io.lamina.testkit.demo;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server said. */
record Answer(int status, HttpHeaders headers, byte[] body) {
  private static final int SHOWN = 300;

  boolean ok() {
    return status >= 200 && status < 300;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as a JSON object. */
  Map<?, ?> object() {
    return json() instanceof Map<?, ?> map ? map : unexpected();
  }

  /** The body as a JSON array of objects. */
  List<Map<?, ?>> objects() {
    if (!(json() instanceof List<?> list)) {
      throw new DemoFailure("The server answered something else than a list: " + shown());
    }
    return objects(list);
  }

  /** The objects of an array inside an object; empty where the field is absent. */
  static List<Map<?, ?>> objects(Map<?, ?> object, String field) {
    return object.get(field) instanceof List<?> list ? objects(list) : List.of();
  }

  static long number(Map<?, ?> object, String field) {
    if (object.get(field) instanceof Number number) {
      return number.longValue();
    }
    throw new DemoFailure("The server's answer has no number '" + field + "'");
  }

  static String text(Map<?, ?> object, String field) {
    if (object.get(field) instanceof String text) {
      return text;
    }
    throw new DemoFailure("The server's answer has no text '" + field + "'");
  }

  /** A number of a header such as X-Rows. */
  int header(String name) {
    return headers
        .firstValue(name)
        .map(Integer::parseInt)
        .orElseThrow(() -> new DemoFailure("The server's answer has no header " + name));
  }

  /** The reason of a refusal, from the JSON of any dialect, or the text as it came. */
  String reason() {
    try {
      if (json() instanceof Map<?, ?> map) {
        StringBuilder words = new StringBuilder();
        for (String field : List.of("error", "message", "details", "detail", "error_id")) {
          Optional.ofNullable(map.get(field))
              .map(Object::toString)
              .filter(value -> words.indexOf(value) < 0)
              .ifPresent(value -> words.append(words.isEmpty() ? "" : "; ").append(value));
        }
        return words.isEmpty() ? shown() : words.toString();
      }
    } catch (DemoFailure e) {
      // not JSON: shown as it came
    }
    return shown();
  }

  private Object json() {
    try {
      return Json.read(text());
    } catch (IllegalArgumentException e) {
      throw new DemoFailure("The server's answer is no JSON: " + shown(), e);
    }
  }

  private Map<?, ?> unexpected() {
    throw new DemoFailure("The server answered something else than an object: " + shown());
  }

  private String shown() {
    String text = text().strip();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " ...";
  }

  private static List<Map<?, ?>> objects(List<?> list) {
    return list.stream()
        .<Map<?, ?>>map(item -> item instanceof Map<?, ?> map ? map : Map.of())
        .toList();
  }
}
