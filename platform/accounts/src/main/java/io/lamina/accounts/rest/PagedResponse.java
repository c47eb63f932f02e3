package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Slice;
import io.lamina.rest.Paging;
import java.util.LinkedHashMap;
import java.util.Map;

/** A page of a list in the shape every list has. */
final class PagedResponse {
  private PagedResponse() {}

  static Map<String, Object> of(String name, Slice<?> slice, Paging paging) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(name, slice.items());
    body.putAll(paging.envelope(slice.total()));
    return body;
  }
}
