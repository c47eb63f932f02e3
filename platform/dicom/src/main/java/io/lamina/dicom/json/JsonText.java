package io.lamina.dicom.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes JSON (RFC 8259) as UTF-8 into a buffer that is passed on when it is full. */
final class JsonText {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream target;
  private final byte[] buffer = new byte[8192];
  private int filled;

  JsonText(OutputStream target) {
    this.target = target;
  }

  void flush() throws IOException {
    target.write(buffer, 0, filled);
    filled = 0;
  }

  JsonText raw(char c) throws IOException {
    put((byte) c);
    return this;
  }

  /** ASCII as it is. */
  JsonText raw(String ascii) throws IOException {
    for (int i = 0; i < ascii.length(); i++) {
      put((byte) ascii.charAt(i));
    }
    return this;
  }

  JsonText raw(byte[] ascii) throws IOException {
    for (byte b : ascii) {
      put(b);
    }
    return this;
  }

  /** A tag as eight digits, without quotes. */
  JsonText hex(int tag) throws IOException {
    for (int shift = 28; shift >= 0; shift -= 4) {
      put(HEX[(tag >>> shift) & 15]);
    }
    return this;
  }

  /** A quoted string. */
  JsonText text(String value) throws IOException {
    put((byte) '"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        put((byte) '\\');
        put((byte) c);
      } else if (c < 0x20) {
        raw("\\u00");
        put(HEX[c >> 4]);
        put(HEX[c & 15]);
      } else if (c < 0x80) {
        put((byte) c);
      } else {
        i += wide(value, i);
      }
    }
    put((byte) '"');
    return this;
  }

  /** Returns how many chars more than one it took. */
  private int wide(String value, int at) throws IOException {
    int point = value.codePointAt(at);
    if (point >= 0xd800 && point <= 0xdfff) {
      point = 0xfffd;
    }
    if (point < 0x800) {
      put((byte) (0xc0 | (point >> 6)));
    } else {
      if (point < 0x10000) {
        put((byte) (0xe0 | (point >> 12)));
      } else {
        put((byte) (0xf0 | (point >> 18)));
        put((byte) (0x80 | ((point >> 12) & 0x3f)));
      }
      put((byte) (0x80 | ((point >> 6) & 0x3f)));
    }
    put((byte) (0x80 | (point & 0x3f)));
    return Character.charCount(point) - 1;
  }

  private void put(byte b) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = b;
  }
}
