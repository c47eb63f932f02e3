package io.lamina.dicom.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aoju.bus.image.galaxy.data.SpecificCharacterSet;

/** Texts of a data set by its Specific Character Set (PS3.3, C.12.1.1.2). */
public final class Texts {
  static final Texts ASCII = new Texts(SpecificCharacterSet.ASCII, List.of());

  private final SpecificCharacterSet set;
  private final boolean yen;
  private final List<String> terms;

  private Texts(SpecificCharacterSet set, List<String> terms) {
    this.set = set;
    this.terms = List.copyOf(terms);
    this.yen = !terms.isEmpty() && terms.get(0).endsWith("IR 13");
  }

  /** What cannot be understood is read as ISO 8859-1, so that no byte is lost. */
  static Texts of(List<String> terms) {
    if (terms.isEmpty()) {
      return ASCII;
    }
    try {
      return new Texts(SpecificCharacterSet.valueOf(terms.toArray(new String[0])), terms);
    } catch (RuntimeException unknownTerm) {
      return new Texts(SpecificCharacterSet.valueOf("ISO_IR 100"), List.of("ISO_IR 100"));
    }
  }

  String decode(byte[] bytes) {
    boolean plain = true;
    for (byte b : bytes) {
      if (b < 0 || b == 0x1b) {
        plain = false;
        break;
      }
    }
    if (plain && !yen) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    try {
      String text = set.decode(bytes);
      // JIS X 0201 shows 5/12, the delimiter, as a yen sign (PS3.18, F.2.4)
      return yen ? text.replace('\u00a5', '\\') : text;
    } catch (RuntimeException undecodable) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** One value field; characters that the set lacks become question marks. */
  public byte[] encode(Vr vr, List<String> values) {
    String text = String.join("\\", values);
    if (!vr.usesCharacterSet() || isAscii(text)) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    return CharacterSetWriter.encode(terms, text);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** All values, each trimmed as the VR says (PS3.5, 6.2). */
  List<String> values(Vr vr, byte[] bytes) {
    if (bytes.length == 0) {
      return List.of();
    }
    String all =
        vr.usesCharacterSet() ? decode(bytes) : new String(bytes, StandardCharsets.ISO_8859_1);
    if (vr.isParagraph()) {
      String text = trimEnd(all);
      return text.isEmpty() ? List.of() : List.of(text);
    }
    if (all.indexOf('\\') < 0) {
      String text = trim(vr, all);
      return text.isEmpty() ? List.of() : List.of(text);
    }
    List<String> values = new ArrayList<>();
    int from = 0;
    for (int at = all.indexOf('\\'); at >= 0; at = all.indexOf('\\', from)) {
      values.add(trim(vr, all.substring(from, at)));
      from = at + 1;
    }
    values.add(trim(vr, all.substring(from)));
    return Collections.unmodifiableList(values);
  }

  private static String trim(Vr vr, String text) {
    return vr == Vr.UC ? trimEnd(text) : trimStart(trimEnd(text));
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String trimStart(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return text.substring(start);
  }
}
