package io.lamina.masks.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.Page;
import io.lamina.rest.Paging;
import io.lamina.rest.Require;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.ws.rs.core.MultivaluedMap;

/** Query parameters of a list: paging and the filters it knows, no others, each once. */
final class ListQuery {
  private static final List<String> PAGING = List.of("page", "page_size", "offset", "limit");

  private final MultivaluedMap<String, String> query;
  private final Paging paging;

  /**
   * @throws LaminaException 400 for a parameter that is not known, so that no filter is silently
   *     ignored
   */
  ListQuery(MultivaluedMap<String, String> query, String... filters) {
    Set<String> known = new TreeSet<>(PAGING);
    known.addAll(Arrays.asList(filters));
    query.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            throw LaminaException.badRequest(
                "Unknown query parameter; known are " + String.join(", ", known));
          }
          if (values.size() > 1) {
            throw LaminaException.badRequest("Query parameter '" + name + "' is given twice");
          }
        });
    this.query = query;
    this.paging = Paging.of(query);
  }

  /** The filter's value, or null where it is absent or empty. */
  String text(String name, int maxLength) {
    String value = query.getFirst(name);
    return value == null || value.isEmpty() ? null : Require.optionalText(name, value, maxLength);
  }

  /** The filter's value, or null where it is absent or empty. */
  Long number(String name) {
    String value = text(name, 20);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw LaminaException.badRequest("Query parameter '" + name + "' must be a number");
    }
  }

  /** The filter's value, which is finite, or null where it is absent or empty. */
  Double decimal(String name) {
    String value = text(name, 40);
    try {
      Double number = value == null ? null : Double.valueOf(value);
      if (number == null || Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused like one that is not finite
    }
    throw LaminaException.badRequest("Query parameter '" + name + "' must be a number");
  }

  Page page() {
    return new Page(paging.offset(), paging.limit());
  }

  /** The items and the envelope that every style of paging finds its fields in. */
  Map<String, Object> answer(String name, Iterable<?> items, long total) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(name, items);
    answer.putAll(paging.envelope(total));
    return answer;
  }
}
