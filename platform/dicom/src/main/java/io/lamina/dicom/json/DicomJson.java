package io.lamina.dicom.json;

import io.lamina.dicom.BulkDataUris;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.ParsedDataSet;
import io.lamina.dicom.parse.ParsedElement;
import io.lamina.dicom.parse.Values;
import io.lamina.dicom.parse.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** DICOM JSON Model (PS3.18, annex F). */
public final class DicomJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final String[] NAME_GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

  private final JsonText out;
  private final BulkDataUris uris;

  private DicomJson(JsonText out, BulkDataUris uris) {
    this.out = out;
    this.uris = uris;
  }

  public static void write(ParsedDataSet dataSet, BulkDataUris uris, OutputStream target)
      throws IOException {
    JsonText out = new JsonText(target);
    new DicomJson(out, uris).dataSet(dataSet);
    out.flush();
  }

  private void dataSet(ParsedDataSet set) throws IOException {
    out.raw('{');
    boolean first = true;
    for (ParsedElement element : set.ascending()) {
      // F.2.2: no group lengths
      if ((element.tag() & 0xffff) == 0) {
        continue;
      }
      Optional<String> uri = element.isBulk() ? uris.uri(set.show(element)) : Optional.empty();
      if (element.isBulk() && uri.isEmpty()) {
        continue;
      }
      if (!first) {
        out.raw(',');
      }
      first = false;
      String vr = element.isSequence() ? "SQ" : element.vr().name();
      out.raw('"').hex(element.tag()).raw("\":{\"vr\":\"").raw(vr).raw('"');
      if (uri.isPresent()) {
        out.raw(",\"BulkDataURI\":").text(uri.get());
      } else {
        value(set, element);
      }
      out.raw('}');
    }
    out.raw('}');
  }

  private void value(ParsedDataSet set, ParsedElement element) throws IOException {
    if (element.isSequence()) {
      if (!element.items().isEmpty()) {
        out.raw(",\"Value\":[");
        for (int i = 0; i < element.items().size(); i++) {
          if (i > 0) {
            out.raw(',');
          }
          dataSet(element.items().get(i));
        }
        out.raw(']');
      }
      return;
    }
    if (element.length() == 0) {
      return;
    }
    if (element.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      // the texts are UTF-8 now
      out.raw(",\"Value\":[\"ISO_IR 192\"]");
      return;
    }
    Vr vr = element.vr();
    if (vr.kind() == Vr.Kind.BYTES) {
      out.raw(",\"InlineBinary\":\"");
      out.raw(Base64.getEncoder().encode(Values.littleEndian(set, element))).raw('"');
      return;
    }
    List<String> values = Values.strings(set, element);
    if (values.isEmpty()) {
      return;
    }
    out.raw(",\"Value\":[");
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      one(vr, values.get(i));
    }
    out.raw(']');
  }

  private void one(Vr vr, String value) throws IOException {
    // F.2.5: an empty one among several is null
    if (value.isEmpty()) {
      out.raw("null");
      return;
    }
    switch (vr) {
      case PN -> name(value);
      case DS, IS -> decimal(value);
      case FL, FD -> floating(value);
      case US, SS, UL, SL -> out.raw(value);
      case SV, UV -> whole(value);
      default -> out.text(value);
    }
  }

  private void name(String value) throws IOException {
    String[] groups = value.split("=", 3);
    out.raw('{');
    boolean first = true;
    for (int i = 0; i < groups.length; i++) {
      String group = groups[i].stripTrailing();
      if (!group.isEmpty()) {
        if (!first) {
          out.raw(',');
        }
        first = false;
        out.raw('"').raw(NAME_GROUPS[i]).raw("\":").text(group);
      }
    }
    out.raw('}');
  }

  /** The digits as they stand where they are a JSON number; what is no number stays text. */
  private void decimal(String value) throws IOException {
    if (NUMBER.matcher(value).matches()) {
      out.raw(value);
      return;
    }
    try {
      out.raw(new BigDecimal(value).toString());
    } catch (NumberFormatException noNumber) {
      out.text(value);
    }
  }

  /** As text where a double would lose digits (F.2.3, table F.2.3-1). */
  private void whole(String value) throws IOException {
    BigInteger number = new BigInteger(value);
    if (number.abs().bitLength() <= 53) {
      out.raw(value);
    } else {
      out.text(value);
    }
  }

  private void floating(String value) throws IOException {
    switch (value) {
      case "NaN" -> out.text("NaN");
      case "Infinity" -> out.text("inf");
      case "-Infinity" -> out.text("-inf");
      default -> out.raw(value);
    }
  }
}
