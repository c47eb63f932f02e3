package io.lamina.storage.signing;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a link is made of: the names of its parameters, their forms and bounds. */
final class Link {
  static final String ACCESS_KEY = "lamina";
  static final String OPERATION = "x-id";
  static final String ALGORITHM = "X-Amz-Algorithm";
  static final String CREDENTIAL = "X-Amz-Credential";
  static final String DATE = "X-Amz-Date";
  static final String EXPIRES = "X-Amz-Expires";
  static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
  static final String SIGNATURE = "X-Amz-Signature";
  static final String MAX_BYTES = "x-lamina-max-bytes";
  static final String CONTENT_TYPE = "x-lamina-content-type";
  static final String RULED = "x-lamina-ruled";
  static final String FILE_NAME = "x-lamina-file-name";
  static final String AMZ_PREFIX = "x-amz-";

  static final Duration LONGEST = Duration.ofDays(7);

  /** How far another node's clock may be ahead of ours. */
  static final Duration SKEW = Duration.ofMinutes(5);

  static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  static final Pattern AMZ_HEADER = Pattern.compile("x-amz-[a-z0-9._-]{1,100}");
  static final Set<String> OF_THE_SIGNATURE =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signedheaders",
          "x-amz-signature",
          "x-amz-security-token");

  private Link() {}

  /** Clients leave the default port out of the Host header, whatever the link says. */
  static String withoutDefaultPort(String authority) {
    String host = authority.toLowerCase(Locale.ROOT);
    for (String port : Set.of(":80", ":443")) {
      if (host.endsWith(port)) {
        return host.substring(0, host.length() - port.length());
      }
    }
    return host;
  }
}
