package io.lamina.audit.domain;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The end of the chain as it was at a time, signed. Kept outside the database, so that the database
 * cannot be cut or written anew unseen.
 *
 * @param hash 64 hexadecimal digits
 * @param signature Ed25519 (RFC 8032) of {@link #signed}, 64 bytes in Base64
 */
public record Head(long sealNo, String hash, Instant at, String signature) {
  /** Lines longer than this are none. */
  public static final int MOST_LINE = 300;

  private static final Pattern LINE =
      Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64}) ([0-9TZ:.-]{20,40}) ([A-Za-z0-9+/]{86}==)");

  /** The text that is signed, ASCII, without a line end. */
  public String signed() {
    return "lamina-audit-head " + sealNo + " " + hash + " " + at;
  }

  /** As it stands in the file: number, hash, time and signature. */
  public String line() {
    return sealNo + " " + hash + " " + at + " " + signature;
  }

  byte[] signatureBytes() {
    return Base64.getDecoder().decode(signature);
  }

  /** Empty for a line that is none. */
  public static Optional<Head> parse(String line) {
    var match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Head(
              Long.parseLong(match.group(1)),
              match.group(2),
              Instant.parse(match.group(3)),
              match.group(4)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
