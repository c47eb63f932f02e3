package io.lamina.dicom.parse;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.Tag;
import io.lamina.dicom.pixel.PixelModule;
import java.io.EOFException;
import java.io.IOException;

/** Reads files (PS3.10, 7): with and without preamble and file meta. */
public final class P10Reader {
  private static final int PREAMBLE = 128;
  private static final int AHEAD = 1024;

  private final Limits limits;

  public P10Reader(Limits limits) {
    this.limits = limits;
  }

  /** Reads the header; every failure is an {@link InvalidDicomException}, but for broken I/O. */
  public ParsedObject read(ByteSource source) throws IOException {
    try {
      return parse(source);
    } catch (EOFException shrunk) {
      throw new InvalidDicomException(
          Reason.TRUNCATED, "The DICOM file ends too early; send it again", shrunk);
    } catch (InvalidDicomException known) {
      throw known;
    } catch (RuntimeException damaged) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The DICOM file is damaged and cannot be read", damaged);
    } catch (StackOverflowError tooDeep) {
      throw new InvalidDicomException(
          Reason.TOO_DEEP, "Sequences in the DICOM file are nested too deep", tooDeep);
    }
  }

  private ParsedObject parse(ByteSource source) throws IOException {
    SourceReader reader = new SourceReader(source, limits);
    if (source.size() > 0) {
      // one read of the source serves the look ahead and most headers whole
      reader.window(0, 1);
    }
    byte[] ahead = reader.peek(0, AHEAD);
    boolean bare = SyntaxGuess.of(ahead, 0, source.size()) != null;
    // a data set without preamble may have these letters there, in a text
    boolean prefixed =
        hasPrefix(ahead) && (!bare || SyntaxGuess.of(ahead, PREAMBLE + 4, source.size()) != null);
    long from = prefixed ? PREAMBLE + 4 : 0;
    if (!prefixed && !bare) {
      throw new InvalidDicomException(
          Reason.NOT_DICOM,
          "This is not a DICOM file: it has no DICM prefix and does not begin with a data set");
    }
    HeaderParser parser = new HeaderParser(reader, limits);
    ParsedDataSet meta = parser.fileMeta(from);
    String declared = meta.string(Tag.TRANSFER_SYNTAX_UID).orElse("");
    long start = meta.end();
    if (declared.equals(TransferSyntax.DEFLATED)) {
      ByteSource inflated = InflatingSource.open(source, start, limits);
      HeaderParser inner = new HeaderParser(new SourceReader(inflated, limits), limits);
      ParsedDataSet dataSet = inner.dataSet(Encoding.EXPLICIT_LITTLE, 0);
      return object(source, inflated, meta, dataSet, declared);
    }
    String syntax = syntax(declared, reader.peek(start, AHEAD), source.size() - start);
    if (!syntax.startsWith(TransferSyntax.STANDARD)) {
      throw new InvalidDicomException(
          Reason.UNSUPPORTED,
          "The transfer syntax is none of the DICOM standard's (PS3.6, annex A)");
    }
    ParsedDataSet dataSet = parser.dataSet(TransferSyntax.encoding(syntax), start);
    return object(source, source, meta, dataSet, syntax);
  }

  private static boolean hasPrefix(byte[] ahead) {
    return ahead.length >= PREAMBLE + 4
        && ahead[PREAMBLE] == 'D'
        && ahead[PREAMBLE + 1] == 'I'
        && ahead[PREAMBLE + 2] == 'C'
        && ahead[PREAMBLE + 3] == 'M';
  }

  /** What the file says, unless the data set plainly is in another of the three encodings. */
  private static String syntax(String declared, byte[] ahead, long size) {
    if (size == 0) {
      return declared.isEmpty() ? TransferSyntax.EXPLICIT_LITTLE : declared;
    }
    Encoding seen = SyntaxGuess.of(ahead, 0, size);
    if (declared.isEmpty() && seen == null) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The DICOM file does not say its transfer syntax");
    }
    if (seen == null || (!declared.isEmpty() && seen == TransferSyntax.encoding(declared))) {
      return declared;
    }
    if (!declared.isEmpty() && !TransferSyntax.isNative(declared)) {
      return declared;
    }
    return switch (seen) {
      case IMPLICIT_LITTLE -> TransferSyntax.IMPLICIT_LITTLE;
      case EXPLICIT_LITTLE -> TransferSyntax.EXPLICIT_LITTLE;
      case EXPLICIT_BIG -> TransferSyntax.EXPLICIT_BIG;
    };
  }

  private ParsedObject object(
      ByteSource source,
      ByteSource content,
      ParsedDataSet meta,
      ParsedDataSet dataSet,
      String syntax) {
    ParsedElement data = dataSet.find(Tag.PIXEL_DATA);
    for (int tag : new int[] {Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_FLOAT_PIXEL_DATA}) {
      data = data == null ? dataSet.find(tag) : data;
    }
    if (data == null || data.isSequence() || !hasImage(dataSet)) {
      return new ParsedObject(source, content, meta, dataSet, syntax, null, null, FrameIndex.EMPTY);
    }
    PixelDescription pixels = PixelModule.read(dataSet, data.tag(), limits.frameSamples());
    FrameIndex frames = null;
    if (data.fragments() == null && !TransferSyntax.isNative(syntax)) {
      throw new InvalidDicomException(
          Reason.MALFORMED,
          "The pixel data is not compressed, as the transfer syntax of the file says it is");
    }
    if (data.fragments() == null) {
      frames = FrameLocator.locateNative(pixels, data, content != source);
    } else if (data.fragments().count() < pixels.frames()) {
      throw new InvalidDicomException(
          Reason.TRUNCATED,
          "The header says "
              + pixels.frames()
              + " frames, the pixel data has only "
              + data.fragments().count()
              + " fragments");
    }
    return new ParsedObject(source, content, meta, dataSet, syntax, data, pixels, frames);
  }

  /** Pixel data without one word on its shape is no image, but no damage either. */
  private static boolean hasImage(ParsedDataSet dataSet) {
    return dataSet.contains(Tag.ROWS)
        || dataSet.contains(Tag.COLUMNS)
        || dataSet.contains(Tag.BITS_ALLOCATED);
  }
}
