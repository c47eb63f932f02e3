package io.lamina.dicom.codec;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.parse.TransferSyntax;
import java.util.ArrayList;
import java.util.List;

/** The codecs that are here, best first. */
public final class Codecs {
  private final List<Codec> codecs = new ArrayList<>();
  private final boolean nativeOnes;

  /**
   * @param useNative false for pure Java alone
   */
  public Codecs(boolean useNative) {
    Codec opencv = useNative ? NativeCodec.load() : null;
    nativeOnes = opencv != null;
    if (nativeOnes) {
      codecs.add(opencv);
    } else {
      codecs.add(new JavaJpegCodec());
      codecs.add(new JavaJpeg2000Codec());
    }
  }

  public boolean hasNative() {
    return nativeOnes;
  }

  public boolean decodes(String syntax) {
    return codecs.stream().anyMatch(codec -> codec.decodes(syntax));
  }

  /**
   * Decodes one frame, after its header was found to be what the data set says.
   *
   * @param mostBytes the samples may take
   */
  public Codec.Samples decode(
      byte[] stream, String syntax, PixelDescription pixels, long mostBytes) {
    Codec codec =
        codecs.stream()
            .filter(candidate -> candidate.decodes(syntax))
            .findFirst()
            .orElseThrow(() -> unsupported(syntax));
    byte[] bare = Codestream.bare(stream, TransferSyntax.isJpegLs(syntax));
    Codestream header = Codestream.read(bare);
    if (header.rows() != pixels.rows()
        || header.columns() != pixels.columns()
        || header.components() != pixels.samplesPerPixel()) {
      throw new InvalidDicomException(
          Reason.MALFORMED,
          "The compressed pixel data is of another size than the header of the DICOM file says");
    }
    long bytes = pixels.samples() * (header.precision() > 16 ? 4 : header.precision() > 8 ? 2 : 1);
    if (bytes > mostBytes) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "A frame of the image is larger than can be decoded here");
    }
    return codec.decode(bare, header, syntax, pixels);
  }

  public static InvalidDicomException unsupported(String syntax) {
    return new InvalidDicomException(
        Reason.UNSUPPORTED, "Pixel data of transfer syntax " + syntax + " cannot be decoded here");
  }
}
