package io.lamina.audit.domain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash that ties an entry to the one sealed before it: SHA-256 over the hash before, the number
 * of the seal and every field, each with its length, so that no two entries have the same bytes.
 * Numbers are 8 bytes, texts UTF-8 behind 4 bytes of length, what is null the length -1.
 */
public final class Digest {
  /** What stands before the first entry. */
  public static final String START = "0".repeat(64);

  private static final String VERSION = "lamina-audit-1";

  private Digest() {}

  /**
   * @param before of the entry sealed before, 64 hexadecimal digits
   * @return 64 hexadecimal digits, lower case
   */
  public static String of(String before, long sealNo, Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, VERSION);
      text(out, before);
      out.writeLong(sealNo);
      out.writeLong(entry.id());
      number(out, entry.counts());
      out.writeLong(entry.atMicros());
      number(out, entry.userId());
      text(out, entry.username());
      text(out, entry.address());
      text(out, entry.action());
      text(out, entry.object());
      text(out, entry.objectId());
      number(out, entry.project());
      text(out, entry.study());
      text(out, entry.patient());
      text(out, entry.details());
      out.writeLong(entry.times());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(bytes.toByteArray());
  }

  /** SHA-256 in 64 hexadecimal digits, lower case. */
  static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void number(DataOutputStream out, Long value) throws IOException {
    out.writeInt(value == null ? -1 : Long.BYTES);
    if (value != null) {
      out.writeLong(value);
    }
  }

  private static void text(DataOutputStream out, String value) throws IOException {
    if (value == null) {
      out.writeInt(-1);
      return;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
