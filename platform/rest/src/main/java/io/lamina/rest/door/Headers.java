package io.lamina.rest.door;

import javax.servlet.http.HttpServletResponse;

/** Headers of every answer; a resource that sets one of them itself wins. */
final class Headers {
  private Headers() {}

  static void secure(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'; sandbox");
    response.setHeader("Cache-Control", "no-store");
  }
}
