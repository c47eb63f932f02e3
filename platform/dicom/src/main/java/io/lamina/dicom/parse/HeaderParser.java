package io.lamina.dicom.parse;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads elements (PS3.5, 7) forward from a position, never trusting a length: whatever does not fit
 * into what encloses it is refused before anything is allocated for it.
 */
final class HeaderParser {
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final long UNDEFINED = 0xffffffffL;
  private static final int LONGEST_PADDING = 1 << 20;

  /** What an item takes over from what encloses it. */
  private record Scope(Texts texts, boolean signedPixels, int depth) {}

  private final SourceReader reader;
  private final Limits limits;
  private long position;
  private int elements;

  HeaderParser(SourceReader reader, Limits limits) {
    this.reader = reader;
    this.limits = limits;
  }

  /** The data set from there to the end of the source. */
  ParsedDataSet dataSet(Encoding encoding, long from) throws IOException {
    position = from;
    return content(encoding, from, from, reader.size(), false, new Scope(Texts.ASCII, false, 0));
  }

  /** Group 0002 from there; ends at the first element of another group. */
  ParsedDataSet fileMeta(long from) throws IOException {
    position = from;
    List<ParsedElement> found = new ArrayList<>();
    Scope scope = new Scope(Texts.ASCII, false, 0);
    while (reader.size() - position >= 8) {
      int offset = reader.window(position, 8);
      byte[] chunk = reader.chunk();
      if (Encoding.EXPLICIT_LITTLE.uint16(chunk, offset) != 2) {
        break;
      }
      boolean explicit = Vr.of(chunk[offset + 4], chunk[offset + 5]) != null;
      Encoding encoding = explicit ? Encoding.EXPLICIT_LITTLE : Encoding.IMPLICIT_LITTLE;
      found.add(element(encoding, reader.size(), scope));
    }
    return new ParsedDataSet(
        Encoding.EXPLICIT_LITTLE, from, from, position, position, false, found, Texts.ASCII);
  }

  private ParsedDataSet content(
      Encoding encoding, long start, long contentStart, long limit, boolean undefined, Scope above)
      throws IOException {
    List<ParsedElement> found = new ArrayList<>(above.depth() == 0 ? 128 : 4);
    Texts texts = above.texts();
    boolean signed = above.signedPixels();
    Scope scope = above;
    long contentEnd = -1;
    while (undefined || position < limit) {
      if (limit - position < 8) {
        if (above.depth() == 0 && isPadding(limit)) {
          contentEnd = position;
          break;
        }
        throw cut(limit);
      }
      int offset = reader.window(position, 8);
      int tag = encoding.tag(reader.chunk(), offset);
      if (tag == ITEM_END && undefined) {
        contentEnd = position;
        position += 8;
        break;
      }
      if (tag >>> 16 == 0xFFFE) {
        throw malformed("a delimiter stands where an element should be");
      }
      if (tag == 0 && above.depth() == 0 && isPadding(limit)) {
        contentEnd = position;
        break;
      }
      ParsedElement element = element(encoding, limit, scope);
      found.add(element);
      if (tag == Tag.SPECIFIC_CHARACTER_SET && element.isInMemory()) {
        texts = Texts.of(Texts.ASCII.values(Vr.CS, element.value()));
        scope = new Scope(texts, signed, above.depth());
      } else if (tag == Tag.PIXEL_REPRESENTATION && element.length() == 2 && element.isInMemory()) {
        signed = encoding.uint16(element.value(), 0) == 1;
        scope = new Scope(texts, signed, above.depth());
      }
    }
    return new ParsedDataSet(
        encoding,
        start,
        contentStart,
        contentEnd < 0 ? position : contentEnd,
        position,
        undefined,
        found,
        texts);
  }

  private ParsedElement element(Encoding encoding, long limit, Scope scope) throws IOException {
    count();
    long start = position;
    int offset = reader.window(start, 8);
    byte[] chunk = reader.chunk();
    int tag = encoding.tag(chunk, offset);
    Vr vr;
    long length;
    int header = 8;
    if (encoding.isExplicit()) {
      vr = Vr.of(chunk[offset + 4], chunk[offset + 5]);
      if (vr == null) {
        return unknownVr(encoding, tag, start, limit, scope);
      }
      if (vr.isWide()) {
        if (limit - start < 12) {
          throw cut(limit);
        }
        header = 12;
        offset = reader.window(start, 12);
        length = encoding.int32(reader.chunk(), offset + 8) & UNDEFINED;
      } else {
        length = encoding.uint16(chunk, offset + 6);
      }
    } else {
      vr = Dictionary.vr(tag, scope.signedPixels());
      length = encoding.int32(chunk, offset + 4) & UNDEFINED;
    }
    return value(encoding, tag, vr, start, start + header, length, limit, scope);
  }

  /** Letters of no VR: a newer one (PS3.5, 6.2.2), an implicit header, or garbage. */
  private ParsedElement unknownVr(Encoding encoding, int tag, long start, long limit, Scope scope)
      throws IOException {
    int offset = reader.window(start, (int) Math.min(12, limit - start));
    byte[] chunk = reader.chunk();
    boolean letters = isCapital(chunk[offset + 4]) && isCapital(chunk[offset + 5]);
    long room = limit - start;
    int shortLength = encoding.uint16(chunk, offset + 6);
    if (letters && room >= 12 && shortLength == 0) {
      long length = encoding.int32(chunk, offset + 8) & UNDEFINED;
      if (length <= room - 12) {
        return value(encoding, tag, Vr.UN, start, start + 12, length, limit, scope);
      }
    }
    long implicitLength = encoding.int32(chunk, offset + 4) & UNDEFINED;
    if (!letters && implicitLength <= room - 8) {
      Vr vr = Dictionary.vr(tag, scope.signedPixels());
      return value(encoding, tag, vr, start, start + 8, implicitLength, limit, scope);
    }
    if (shortLength <= room - 8) {
      return value(encoding, tag, Vr.UN, start, start + 8, shortLength, limit, scope);
    }
    throw malformed("an element has no valid VR");
  }

  private static boolean isCapital(byte letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  private ParsedElement value(
      Encoding encoding,
      int tag,
      Vr vr,
      long start,
      long valuePosition,
      long length,
      long limit,
      Scope scope)
      throws IOException {
    position = valuePosition;
    if (length == UNDEFINED) {
      return undefinedLength(encoding, tag, vr, start, limit, scope);
    }
    if (length > limit - valuePosition) {
      throw cut(limit);
    }
    long end = valuePosition + length;
    if (vr == Vr.SQ) {
      List<ParsedDataSet> items = items(encoding, end, false, scope);
      return new ParsedElement(tag, vr, start, valuePosition, end, false).withItems(items);
    }
    ParsedElement element = new ParsedElement(tag, vr, start, valuePosition, end, false);
    boolean pixels = scope.depth() == 0 && isPixelData(tag);
    if (vr == Vr.UN && !pixels && length >= 8) {
      List<ParsedDataSet> hidden = hiddenItems(valuePosition, end, scope);
      if (hidden != null) {
        return element.withItems(hidden);
      }
    }
    if (!pixels && length <= limits.bulkThreshold()) {
      int offset = reader.window(valuePosition, (int) length);
      element.withValue(reader.chunk(), offset);
    }
    position = end;
    return element;
  }

  private ParsedElement undefinedLength(
      Encoding encoding, int tag, Vr vr, long start, long limit, Scope scope) throws IOException {
    long valuePosition = position;
    if (vr != Vr.SQ && vr.kind() == Vr.Kind.BYTES && (vr != Vr.UN || isPixelData(tag))) {
      Fragments fragments = fragments(encoding, limit);
      return new ParsedElement(tag, vr, start, valuePosition, position, true)
          .withFragments(fragments);
    }
    Encoding inside = vr == Vr.SQ ? encoding : insideUnknown(limit);
    List<ParsedDataSet> items = items(inside, limit, true, scope);
    return new ParsedElement(tag, vr, start, valuePosition, position, true).withItems(items);
  }

  /** UN of undefined length is implicit (PS3.5, 6.2.2); some write it explicit nevertheless. */
  private Encoding insideUnknown(long limit) throws IOException {
    byte[] ahead = reader.peek(position, 16);
    if (ahead.length == 16
        && Vr.of(ahead[12], ahead[13]) != null
        && (Encoding.IMPLICIT_LITTLE.int32(ahead, 12) & UNDEFINED) > limit - position - 16) {
      return Encoding.EXPLICIT_LITTLE;
    }
    return Encoding.IMPLICIT_LITTLE;
  }

  /** Items in a UN value of known length; null where it holds none, and is a value. */
  private List<ParsedDataSet> hiddenItems(long from, long end, Scope scope) throws IOException {
    int offset = reader.window(from, 8);
    if (Encoding.IMPLICIT_LITTLE.tag(reader.chunk(), offset) != ITEM) {
      return null;
    }
    try {
      position = from;
      return items(insideUnknown(end), end, false, scope);
    } catch (InvalidDicomException noSequence) {
      if (noSequence.reason() != Reason.MALFORMED && noSequence.reason() != Reason.TRUNCATED) {
        throw noSequence;
      }
      return null;
    }
  }

  private List<ParsedDataSet> items(Encoding encoding, long limit, boolean undefined, Scope above)
      throws IOException {
    if (above.depth() >= limits.depth()) {
      throw new InvalidDicomException(
          Reason.TOO_DEEP, "Sequences in the DICOM file are nested deeper than allowed");
    }
    Scope scope = new Scope(above.texts(), above.signedPixels(), above.depth() + 1);
    List<ParsedDataSet> items = new ArrayList<>(1);
    while (undefined || position < limit) {
      if (limit - position < 8) {
        throw cut(limit);
      }
      count();
      long start = position;
      int offset = reader.window(start, 8);
      int tag = encoding.tag(reader.chunk(), offset);
      long length = encoding.int32(reader.chunk(), offset + 4) & UNDEFINED;
      position += 8;
      if (tag == SEQUENCE_END && undefined) {
        return items;
      }
      if (tag != ITEM) {
        throw malformed("a sequence holds something that is no item");
      }
      if (length == UNDEFINED) {
        items.add(content(encoding, start, position, limit, true, scope));
      } else if (length > limit - position) {
        throw cut(limit);
      } else {
        items.add(content(encoding, start, position, position + length, false, scope));
      }
    }
    return items;
  }

  private Fragments fragments(Encoding encoding, long limit) throws IOException {
    Fragments fragments = new Fragments();
    long mark = reader.held();
    boolean table = true;
    while (true) {
      if (limit - position < 8) {
        throw cut(limit);
      }
      count();
      int offset = reader.window(position, 8);
      int tag = encoding.tag(reader.chunk(), offset);
      long length = encoding.int32(reader.chunk(), offset + 4) & UNDEFINED;
      position += 8;
      if (tag == SEQUENCE_END) {
        reader.release(mark);
        return fragments;
      }
      if (tag != ITEM || length == UNDEFINED) {
        throw malformed("encapsulated pixel data is not made of fragments");
      }
      if (length > limit - position) {
        throw cut(limit);
      }
      if (length > Integer.MAX_VALUE - 8) {
        throw new InvalidDicomException(
            Reason.TOO_LARGE, "A fragment of the pixel data is larger than 2 GB");
      }
      if (table) {
        fragments.table(position, (int) length);
        table = false;
      } else {
        fragments.add(position, (int) length);
      }
      position += length;
      reader.release(mark);
    }
  }

  private static boolean isPixelData(int tag) {
    return tag == Tag.PIXEL_DATA
        || tag == Tag.FLOAT_PIXEL_DATA
        || tag == Tag.DOUBLE_FLOAT_PIXEL_DATA;
  }

  /** Whether nothing but zeros follows, as some writers fill up blocks. */
  private boolean isPadding(long limit) throws IOException {
    if (limit - position > LONGEST_PADDING) {
      return false;
    }
    for (long from = position; from < limit; from += 4096) {
      for (byte b : reader.peek(from, (int) Math.min(4096, limit - from))) {
        if (b != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void count() {
    if (++elements > limits.elements()) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "The DICOM file has more elements than allowed");
    }
  }

  private InvalidDicomException cut(long limit) {
    return limit >= reader.size()
        ? new InvalidDicomException(
            Reason.TRUNCATED, "The DICOM file ends in the middle of an element; send it again")
        : malformed("an element is longer than what encloses it");
  }

  private static InvalidDicomException malformed(String what) {
    return new InvalidDicomException(
        Reason.MALFORMED, "The DICOM file is damaged: " + what + "; send it again");
  }
}
