package io.lamina.audit.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of the chain as it was at a time, signed. Kept outside the database, so that the database
 * cannot be cut or written anew unseen. Heads are a chain too: each names the one before it, so
 * that none of them can be taken away unseen.
 *
 * @param version of the line: 1 as it was before heads were chained, 2 since
 * @param number place among the heads, 1 for the first; of version 1 not signed but counted
 * @param hash of the entry, 64 hexadecimal digits
 * @param before {@link #digest} of the head before, or {@link Digest#START}; null in version 1
 * @param signature Ed25519 (RFC 8032) of {@link #signed}, 64 bytes in Base64
 */
public record Head(
    int version,
    long number,
    long sealNo,
    String hash,
    Instant at,
    String before,
    String signature) {
  /** Lines longer than this are none. */
  public static final int MOST_LINE = 400;

  static final int CHAINED = 2;

  private static final String REST =
      "([0-9TZ:.-]{20,40}) (?:([0-9a-f]{64}) )?([A-Za-z0-9+/]{86}==)";
  private static final Pattern LINE =
      Pattern.compile("(?:v2 ([0-9]{1,18}) )?([0-9]{1,18}) ([0-9a-f]{64}) " + REST);

  /** One that follows another, or is the first; not signed yet. */
  static Head after(Optional<Head> last, Chain.End end, Instant at) {
    return new Head(
        CHAINED,
        last.map(Head::number).orElse(0L) + 1,
        end.sealNo(),
        end.hash(),
        at,
        last.map(Head::digest).orElse(Digest.START),
        "");
  }

  /** Whether this could be the next one: all that {@link #after} says of it, and a later seal. */
  boolean follows(Optional<Head> last) {
    return version == CHAINED
        && number == last.map(Head::number).orElse(0L) + 1
        && before.equals(last.map(Head::digest).orElse(Digest.START))
        && sealNo > last.map(Head::sealNo).orElse(0L);
  }

  /** Whether its number and the head before are signed with it. */
  public boolean isChained() {
    return version >= CHAINED;
  }

  Head signedWith(byte[] bytes) {
    return new Head(
        version, number, sealNo, hash, at, before, Base64.getEncoder().encodeToString(bytes));
  }

  /** The text that is signed, ASCII, without a line end. */
  public String signed() {
    return version < CHAINED
        ? "lamina-audit-head " + sealNo + " " + hash + " " + at
        : "lamina-audit-head-2 " + number + " " + sealNo + " " + hash + " " + at + " " + before;
  }

  /** As it stands in the file. */
  public String line() {
    return version < CHAINED
        ? sealNo + " " + hash + " " + at + " " + signature
        : "v2 " + number + " " + sealNo + " " + hash + " " + at + " " + before + " " + signature;
  }

  /** What the next head calls this one: SHA-256 of its line, 64 hexadecimal digits. */
  String digest() {
    return Digest.of(line().getBytes(StandardCharsets.US_ASCII));
  }

  byte[] signatureBytes() {
    return Base64.getDecoder().decode(signature);
  }

  /**
   * Empty for a line that is none.
   *
   * @param place of the line among all heads, 1 and up: the number of one that has none of its own
   */
  public static Optional<Head> parse(String line, long place) {
    Matcher match = LINE.matcher(line);
    boolean found = match.matches();
    if (!found || (match.group(1) == null) != (match.group(5) == null)) {
      return Optional.empty();
    }
    boolean chained = match.group(1) != null;
    try {
      return Optional.of(
          new Head(
              chained ? CHAINED : 1,
              chained ? Long.parseLong(match.group(1)) : place,
              Long.parseLong(match.group(2)),
              match.group(3),
              Instant.parse(match.group(4)),
              match.group(5),
              match.group(6)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
