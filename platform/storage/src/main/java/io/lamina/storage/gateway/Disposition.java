package io.lamina.storage.gateway;

import io.lamina.api.blob.GetTicket;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * The Content-Disposition header (RFC 6266, RFC 8187). Only raster images open in the browser
 * (H-12): nothing that can hold a script does.
 */
final class Disposition {
  private static final Set<String> SHOWN =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  /** attr-char of RFC 8187, besides letters and digits. */
  private static final String PLAIN = "!#$&+-.^_`|~";

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private Disposition() {}

  static String of(GetTicket ticket, String contentType) {
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String kind = SHOWN.contains(mediaType) ? "inline" : "attachment";
    String name = clean(ticket);
    StringBuilder header = new StringBuilder(kind).append("; filename=\"");
    for (char each : name.toCharArray()) {
      boolean safe = each >= 0x20 && each < 0x7f && "\"\\%".indexOf(each) < 0;
      header.append(safe ? each : '_');
    }
    header.append('"');
    if (!name.chars()
        .allMatch(
            each ->
                Character.isLetterOrDigit(each) && each < 0x7f
                    || each == '.'
                    || each == '-'
                    || each == '_')) {
      header.append("; filename*=UTF-8''").append(encode(name));
    }
    return header.toString();
  }

  /** No path, no control or direction-changing characters, never empty. */
  private static String clean(GetTicket ticket) {
    String key = ticket.key().value();
    String name = ticket.fileName() == null ? "" : ticket.fileName();
    name = Normalizer.normalize(name, Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    name = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "").strip();
    return name.replace(".", "").isEmpty() ? key.substring(key.lastIndexOf('/') + 1) : name;
  }

  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      if (each > 0 && (Character.isLetterOrDigit(each) || PLAIN.indexOf(each) >= 0)) {
        encoded.append((char) each);
      } else {
        encoded.append('%').append(UPPER.toHexDigits(each));
      }
    }
    return encoded.toString();
  }
}
