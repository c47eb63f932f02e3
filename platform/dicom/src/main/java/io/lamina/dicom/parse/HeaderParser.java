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
  private static final long UNDEFINED = ElementHeader.UNDEFINED;
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
        throw Damage.cut(limit, reader.size());
      }
      int offset = reader.window(position, 8);
      int tag = encoding.tag(reader.chunk(), offset);
      if (tag == ITEM_END && undefined) {
        contentEnd = position;
        position += 8;
        break;
      }
      if (tag >>> 16 == 0xFFFE) {
        throw Damage.malformed("a delimiter stands where an element should be");
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
    ElementHeader header =
        ElementHeader.read(reader, encoding, position, limit, scope.signedPixels());
    position = header.valuePosition();
    if (header.length() == ElementHeader.UNDEFINED) {
      return undefinedLength(encoding, header, limit, scope);
    }
    if (header.length() > limit - position) {
      throw Damage.cut(limit, reader.size());
    }
    long end = position + header.length();
    ParsedElement element = parsed(header, end);
    if (header.vr() == Vr.SQ) {
      return element.withItems(items(encoding, end, false, scope));
    }
    boolean pixels = scope.depth() == 0 && isPixelData(header.tag());
    if (header.vr() == Vr.UN && !pixels && header.length() >= 8) {
      List<ParsedDataSet> hidden = hiddenItems(header.valuePosition(), end, scope);
      if (hidden != null) {
        return element.withItems(hidden);
      }
    }
    if (!pixels && header.length() <= limits.bulkThreshold()) {
      int offset = reader.window(header.valuePosition(), (int) header.length());
      element.withValue(reader.chunk(), offset);
    }
    position = end;
    return element;
  }

  private ParsedElement undefinedLength(
      Encoding encoding, ElementHeader header, long limit, Scope scope) throws IOException {
    Vr vr = header.vr();
    if (vr.kind() == Vr.Kind.BYTES && (vr != Vr.UN || isPixelData(header.tag()))) {
      Fragments fragments = fragments(encoding, limit);
      return parsed(header, position).withFragments(fragments);
    }
    Encoding inside = vr == Vr.SQ ? encoding : insideUnknown(limit);
    List<ParsedDataSet> items = items(inside, limit, true, scope);
    return parsed(header, position).withItems(items);
  }

  private static ParsedElement parsed(ElementHeader header, long end) {
    return new ParsedElement(
        header.tag(),
        header.vr(),
        header.start(),
        header.valuePosition(),
        end,
        header.length() == ElementHeader.UNDEFINED);
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
        throw Damage.cut(limit, reader.size());
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
        throw Damage.malformed("a sequence holds something that is no item");
      }
      if (length == UNDEFINED) {
        items.add(content(encoding, start, position, limit, true, scope));
      } else if (length > limit - position) {
        throw Damage.cut(limit, reader.size());
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
        throw Damage.cut(limit, reader.size());
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
        throw Damage.malformed("encapsulated pixel data is not made of fragments");
      }
      if (length > limit - position) {
        throw Damage.cut(limit, reader.size());
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
}
