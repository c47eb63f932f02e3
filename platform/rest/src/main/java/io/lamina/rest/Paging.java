package io.lamina.rest;

import io.lamina.api.error.LaminaException;
import java.util.Map;
import javax.ws.rs.core.MultivaluedMap;

/**
 * Which part of a list is asked for: {@code page}/{@code page_size} (S1, default 1 and 20)
 * or {@code offset}/{@code limit} (S2, default 0 and 50), never both; at most 500 a page.
 *
 * @param offset items to skip, 0 and up
 * @param limit items to give, 1 to 500
 */
public record Paging(long offset, int limit) {
  public static final int MAX_LIMIT = 500;

  /**
   * @throws LaminaException 400 for both styles at once, and for values out of range
   */
  public static Paging of(MultivaluedMap<String, String> query) {
    boolean pages = query.containsKey("page") || query.containsKey("page_size");
    boolean offsets = query.containsKey("offset") || query.containsKey("limit");
    if (pages && offsets) {
      throw LaminaException.badRequest(
          "Use either page and page_size or offset and limit, not both");
    }
    if (pages) {
      long page = number(query, "page", 1, 1, Integer.MAX_VALUE);
      int size = (int) number(query, "page_size", 20, 1, MAX_LIMIT);
      return new Paging((page - 1) * size, size);
    }
    return new Paging(
        number(query, "offset", 0, 0, Integer.MAX_VALUE),
        (int) number(query, "limit", 50, 1, MAX_LIMIT));
  }

  /** 1 and up: the page the offset lies on. */
  public long currentPage() {
    return offset / limit + 1;
  }

  public long totalPages(long totalCount) {
    return (totalCount + limit - 1) / limit;
  }

  /** The fields every paged list answers beside its items, in the documents' names. */
  public Map<String, Object> envelope(long totalCount) {
    return Map.of(
        "total_count", totalCount,
        "offset", offset,
        "limit", limit,
        "current_page", currentPage(),
        "page_size", limit,
        "total_pages", totalPages(totalCount));
  }

  private static long number(
      MultivaluedMap<String, String> query, String name, long byDefault, long least, long most) {
    String text = query.getFirst(name);
    if (text == null || text.isEmpty()) {
      return byDefault;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal, which is the same for both
    }
    throw LaminaException.badRequest(
        "Query parameter '" + name + "' must be a number from " + least + " to " + most);
  }
}
