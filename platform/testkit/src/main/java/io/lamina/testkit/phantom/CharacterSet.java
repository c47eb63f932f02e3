package io.lamina.testkit.phantom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Specific Character Set (0008,0005) of a phantom. */
public enum CharacterSet {
  LATIN_1("ISO_IR 100"),
  UTF_8("ISO_IR 192"),
  /** Korean by code extension, as older Korean devices write it (PS3.5, annex I). */
  KOREAN("\\ISO 2022 IR 149");

  private static final byte[] TO_KS_X_1001 = {0x1b, '$', ')', 'C'};

  private final String term;

  CharacterSet(String term) {
    this.term = term;
  }

  /** Value of the attribute. */
  public String term() {
    return term;
  }

  byte[] encode(String text) {
    return switch (this) {
      case LATIN_1 -> text.getBytes(StandardCharsets.ISO_8859_1);
      case UTF_8 -> text.getBytes(StandardCharsets.UTF_8);
      case KOREAN -> encodeKorean(text);
    };
  }

  /** The escape is repeated after every delimiter, where the initial state returns (PS3.5, 6.1). */
  private static byte[] encodeKorean(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean shifted = false;
    for (int c : text.codePoints().toArray()) {
      if (c == '^' || c == '=' || c == '\\') {
        shifted = false;
      } else if (c > 0x7f && !shifted) {
        out.writeBytes(TO_KS_X_1001);
        shifted = true;
      }
      out.writeBytes(Character.toString(c).getBytes(Charset.forName("EUC-KR")));
    }
    return out.toByteArray();
  }
}
