package io.lamina.dicom.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes texts in a Specific Character Set (PS3.3, C.12.1.1.2; PS3.5, 6.1.2.5). The toolkit reads
 * all of them, but fails on writing several at once.
 */
final class CharacterSetWriter {
  /**
   * A set that code extension can switch to.
   *
   * @param escape sequence that designates it
   * @param back sequence after it; empty where ASCII stays in G0
   */
  private record Extension(String charset, String escape, String back) {}

  private static final Map<String, String> SINGLE =
      Map.ofEntries(
          Map.entry("100", "ISO-8859-1"),
          Map.entry("101", "ISO-8859-2"),
          Map.entry("109", "ISO-8859-3"),
          Map.entry("110", "ISO-8859-4"),
          Map.entry("144", "ISO-8859-5"),
          Map.entry("127", "ISO-8859-6"),
          Map.entry("126", "ISO-8859-7"),
          Map.entry("138", "ISO-8859-8"),
          Map.entry("148", "ISO-8859-9"),
          Map.entry("203", "ISO-8859-15"),
          Map.entry("13", "JIS_X0201"),
          Map.entry("166", "TIS-620"),
          Map.entry("192", "UTF-8"));

  private static final Map<String, Extension> EXTENSIONS =
      Map.ofEntries(
          Map.entry("100", new Extension("ISO-8859-1", "\u001b-A", "")),
          Map.entry("101", new Extension("ISO-8859-2", "\u001b-B", "")),
          Map.entry("109", new Extension("ISO-8859-3", "\u001b-C", "")),
          Map.entry("110", new Extension("ISO-8859-4", "\u001b-D", "")),
          Map.entry("144", new Extension("ISO-8859-5", "\u001b-L", "")),
          Map.entry("127", new Extension("ISO-8859-6", "\u001b-G", "")),
          Map.entry("126", new Extension("ISO-8859-7", "\u001b-F", "")),
          Map.entry("138", new Extension("ISO-8859-8", "\u001b-H", "")),
          Map.entry("148", new Extension("ISO-8859-9", "\u001b-M", "")),
          Map.entry("13", new Extension("JIS_X0201", "\u001b)I", "")),
          Map.entry("166", new Extension("TIS-620", "\u001b-T", "")),
          Map.entry("149", new Extension("EUC-KR", "\u001b$)C", "")),
          Map.entry("58", new Extension("GB2312", "\u001b$)A", "")),
          Map.entry("87", new Extension("x-JIS0208", "\u001b$B", "\u001b(B")),
          Map.entry("159", new Extension("JIS_X0212-1990", "\u001b$(D", "\u001b(B")));

  private CharacterSetWriter() {}

  static byte[] encode(List<String> terms, String text) {
    String first = terms.isEmpty() ? "" : terms.get(0);
    if (terms.size() <= 1) {
      return text.getBytes(single(first));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    // designations end at every delimiter (PS3.5, 6.1.2.5.3)
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || "\\^=\r\n\f\t".indexOf(text.charAt(at)) >= 0) {
        out.writeBytes(component(terms, text.substring(from, at)));
        if (at < text.length()) {
          out.write(text.charAt(at));
        }
        from = at + 1;
      }
    }
    return out.toByteArray();
  }

  private static byte[] component(List<String> terms, String text) {
    Charset initial = single(terms.get(0));
    if (initial.newEncoder().canEncode(text)) {
      return text.getBytes(initial);
    }
    List<Extension> extensions = new ArrayList<>();
    for (String term : terms) {
      Extension extension = EXTENSIONS.get(number(term));
      if (extension != null && Charset.isSupported(extension.charset())) {
        extensions.add(extension);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Extension current = null;
    for (int at = 0; at < text.length(); ) {
      String one = Character.toString(text.codePointAt(at));
      at += one.length();
      boolean ascii = one.charAt(0) < 0x80;
      if (current != null && ascii && !current.back().isEmpty()) {
        out.writeBytes(current.back().getBytes(StandardCharsets.US_ASCII));
        current = null;
      }
      if (!ascii && (current == null || !can(current, one))) {
        Extension next =
            extensions.stream().filter(candidate -> can(candidate, one)).findFirst().orElse(null);
        if (next == null) {
          out.write('?');
          continue;
        }
        out.writeBytes(next.escape().getBytes(StandardCharsets.US_ASCII));
        current = next;
      }
      out.writeBytes(
          ascii
              ? new byte[] {(byte) one.charAt(0)}
              : one.getBytes(Charset.forName(current.charset())));
    }
    if (current != null && !current.back().isEmpty()) {
      out.writeBytes(current.back().getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }

  private static boolean can(Extension extension, String one) {
    return Charset.forName(extension.charset()).newEncoder().canEncode(one);
  }

  private static Charset single(String term) {
    if (term.equals("GB18030") || term.equals("GBK")) {
      return Charset.forName(term);
    }
    String name = SINGLE.getOrDefault(number(term), "US-ASCII");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
  }

  private static String number(String term) {
    return term.substring(term.lastIndexOf(' ') + 1);
  }
}
