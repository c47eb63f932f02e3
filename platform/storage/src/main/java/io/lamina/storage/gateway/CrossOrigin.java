package io.lamina.storage.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * CORS for signed links (H-13, C-023): any origin may use one, since the link itself is the right
 * and no cookie or password is read here.
 */
final class CrossOrigin {
  static final String METHODS = "PUT, GET, HEAD, OPTIONS";

  private CrossOrigin() {}

  static void allow(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader(
        "Access-Control-Expose-Headers",
        "ETag, Content-Range, Accept-Ranges, Content-Length, Content-Disposition, Last-Modified");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  static void preflight(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Allow", METHODS);
    response.setHeader("Access-Control-Allow-Methods", "PUT, GET, HEAD");
    response.setHeader("Access-Control-Max-Age", "3600");
    String asked = request.getHeader("Access-Control-Request-Headers");
    if (asked != null) {
      // x-amz-* cannot be allowed by a pattern, so what was asked for is given back
      String allowed =
          Arrays.stream(asked.toLowerCase(Locale.ROOT).split(","))
              .map(String::strip)
              .filter(CrossOrigin::mayBeSent)
              .collect(Collectors.joining(", "));
      if (!allowed.isEmpty()) {
        response.setHeader("Access-Control-Allow-Headers", allowed);
      }
    }
  }

  private static boolean mayBeSent(String header) {
    return header.matches("content-type|content-md5|range|x-amz-[a-z0-9._-]+|if-[a-z-]+");
  }
}
