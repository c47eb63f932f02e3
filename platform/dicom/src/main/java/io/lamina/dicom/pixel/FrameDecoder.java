package io.lamina.dicom.pixel;

import io.lamina.dicom.FrameCost;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.codec.Codec;
import io.lamina.dicom.codec.Codecs;
import io.lamina.dicom.codec.RunLength;
import io.lamina.dicom.parse.ParsedObject;
import io.lamina.dicom.parse.TransferSyntax;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Samples of one frame as stored (D-13), in the caller's thread. */
public final class FrameDecoder {
  private final Codecs codecs;
  private final long mostBytes;

  /**
   * @param mostBytes one frame may take decoded; at most 2^31 - 8
   */
  public FrameDecoder(Codecs codecs, long mostBytes) {
    this.codecs = codecs;
    this.mostBytes = Math.min(mostBytes, Integer.MAX_VALUE - 8);
  }

  public boolean decodes(String syntax) {
    return TransferSyntax.isNative(syntax)
        || syntax.equals(TransferSyntax.RLE)
        || syntax.equals(TransferSyntax.DEFLATED_FRAMES)
        || codecs.decodes(syntax);
  }

  /**
   * @param frame 1 to number of frames
   */
  public FrameSamples decode(ParsedObject object, int frame) throws IOException {
    PixelDescription pixels =
        object
            .pixels()
            .orElseThrow(
                () ->
                    new InvalidDicomException(
                        Reason.NO_PIXELS, "The DICOM object has no pixel data"));
    FrameIndex index = object.frameIndex();
    long length = index.length(frame);
    int size = Math.max(1, pixels.bitsAllocated() / 8);
    if (pixels.samples() * size > mostBytes || length > mostBytes) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "A frame of the image is larger than can be decoded here");
    }
    String syntax = object.transferSyntaxUid();
    if (!index.isEncapsulated()) {
      byte[] samples = new UncompressedFrames(object).read(index, frame);
      return new FrameSamples(samples, size, samplesAre(pixels, syntax), pixels);
    }
    if (length > FrameCost.longestStream(pixels)) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "The compressed pixel data of a frame is longer than the frame itself");
    }
    byte[] stream = new byte[(int) length];
    int at = 0;
    for (FrameIndex.Range range : index.ranges(frame)) {
      byte[] part = new byte[(int) range.length()];
      object.content().readFully(part, range.position());
      System.arraycopy(part, 0, stream, at, part.length);
      at += part.length;
    }
    byte[] samples = decompress(stream, syntax, pixels, size);
    return new FrameSamples(samples, size, samplesAre(pixels, syntax), pixels);
  }

  private byte[] decompress(byte[] stream, String syntax, PixelDescription pixels, int size) {
    if (syntax.equals(TransferSyntax.RLE)) {
      wholeBytes(pixels, syntax);
      return RunLength.decode(stream, pixels);
    }
    if (syntax.equals(TransferSyntax.DEFLATED_FRAMES)) {
      long bytes = (pixels.samples() * pixels.bitsAllocated() + 7) / 8;
      return UncompressedFrames.unpack(inflate(stream, (int) bytes), 0, pixels);
    }
    if (TransferSyntax.isNative(syntax)) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The pixel data is made of fragments, which its syntax does not allow");
    }
    Codec.Samples decoded = codecs.decode(stream, syntax, pixels, mostBytes);
    return SampleSize.fit(decoded, size);
  }

  private static byte[] inflate(byte[] stream, int bytes) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stream);
      byte[] out = new byte[bytes];
      int at = 0;
      while (at < bytes) {
        int count = inflater.inflate(out, at, bytes - at);
        if (count == 0) {
          throw new InvalidDicomException(
              Reason.TRUNCATED, "The deflated pixel data is shorter than the header says");
        }
        at += count;
      }
      return out;
    } catch (DataFormatException damaged) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The deflated pixel data is damaged and cannot be decoded", damaged);
    } finally {
      inflater.end();
    }
  }

  private static void wholeBytes(PixelDescription pixels, String syntax) {
    if (pixels.bitsAllocated() % 8 != 0) {
      throw new InvalidDicomException(
          Reason.UNSUPPORTED,
          "Pixels of "
              + pixels.bitsAllocated()
              + " bits in transfer syntax "
              + syntax
              + " cannot be decoded");
    }
  }

  /** 4:2:2 comes out with all samples; JPEG 2000's own transform is undone (D-13). */
  private static String samplesAre(PixelDescription pixels, String syntax) {
    String stored = pixels.photometricInterpretation();
    if (TransferSyntax.isJpeg2000(syntax)
        && (stored.equals("YBR_ICT") || stored.equals("YBR_RCT"))) {
      return "RGB";
    }
    return stored.equals("YBR_FULL_422") ? "YBR_FULL" : stored;
  }
}
