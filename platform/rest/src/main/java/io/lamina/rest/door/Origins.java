package io.lamina.rest.door;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.PublicBase;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Pages of other sites: which may call us, and what they may not do to our users (H-13). */
final class Origins {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String EXPOSED =
      "ETag, Content-Location, Content-Range, Warning, X-Total-Count, Link, Location,"
          + " Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy,"
          + " X-Request-Id";
  private static final String HEADERS =
      "Accept, Authorization, Content-Type, Range, If-None-Match, If-Match, X-Project-Id,"
          + " X-CSRFToken, X-Request-Id";
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

  private final Set<String> allowed;

  Origins(List<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** Whether it is what a foreign page could do with credentials that a browser adds by itself. */
  boolean isForged(HttpServletRequest request, PublicBase base) {
    if (HARMLESS.contains(request.getMethod())) {
      return false;
    }
    String origin = request.getHeader("Origin");
    if (origin != null && allowed.contains(origin)) {
      return false;
    }
    boolean crossSite = "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    return crossSite || (origin != null && !isOurs(origin, request, base));
  }

  /** For a forged request: 403. */
  static LaminaException refusal() {
    return LaminaException.forbidden(
        "Pages of other sites may not change anything here; an administrator can allow an origin"
            + " with cors.origins");
  }

  private static boolean isOurs(String origin, HttpServletRequest request, PublicBase base) {
    int start = origin.indexOf("://");
    if (start < 0) {
      return false;
    }
    String authority = origin.substring(start + 3).toLowerCase(Locale.ROOT);
    String host = request.getHeader("Host");
    return authority.equals(base.uri().getRawAuthority().toLowerCase(Locale.ROOT))
        || (host != null && authority.equals(host.toLowerCase(Locale.ROOT)));
  }

  /**
   * Sets the CORS headers of an answer.
   *
   * @param open whether the route judges by a signature and no credentials are read there: then any
   *     page may use it, as S1's and S3's cross-origin PUTs need
   */
  void expose(HttpServletRequest request, HttpServletResponse response, boolean open) {
    String origin = request.getHeader("Origin");
    if (origin == null || !(open || allowed.contains(origin))) {
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", open ? "*" : origin);
    response.addHeader("Vary", "Origin");
    response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    if (!open) {
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /** Whether a request reads by the address alone, without a signature in a query. */
  static boolean namesPlainAddress(HttpServletRequest request) {
    return (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
        && request.getQueryString() == null;
  }

  /** Answers a preflight; without {@link #expose}'s headers the browser takes it for a no. */
  void preflight(HttpServletRequest request, HttpServletResponse response, boolean open) {
    expose(request, response, open);
    if (response.getHeader("Access-Control-Allow-Origin") != null) {
      String asked = request.getHeader("Access-Control-Request-Headers");
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader(
          "Access-Control-Allow-Headers", open && asked != null ? ownOrAmz(asked) : HEADERS);
      response.setHeader("Access-Control-Max-Age", "600");
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /** S1's clients send x-amz-* headers beside Content-Type. */
  private static String ownOrAmz(String asked) {
    StringBuilder headers = new StringBuilder(HEADERS);
    for (String each : asked.split(",", -1)) {
      String name = each.trim().toLowerCase(Locale.ROOT);
      if (name.matches("x-amz-[a-z0-9_-]{1,100}|content-[a-z0-9-]{1,50}|cache-control")) {
        headers.append(", ").append(name);
      }
    }
    return headers.toString();
  }
}
