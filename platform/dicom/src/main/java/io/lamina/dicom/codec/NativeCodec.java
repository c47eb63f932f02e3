package io.lamina.dicom.codec;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.parse.TransferSyntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All JPEG families through the OpenCV that was built for DICOM. */
public final class NativeCodec implements Codec {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCodec.class);

  private NativeCodec() {}

  /**
   * The codec, with its library loaded by this bundle's class loader; null where the library is not
   * there for this platform.
   */
  public static Codec load() {
    try {
      NativeLibrary.load();
      return new NativeCodec();
    } catch (UnsatisfiedLinkError | IOException missing) {
      LOG.info(
          "No native image codecs on this platform, pure Java ones are used: {}",
          missing.getMessage());
      return null;
    }
  }

  @Override
  public boolean decodes(String syntax) {
    return TransferSyntax.isJpeg(syntax)
        || TransferSyntax.isJpegLs(syntax)
        || TransferSyntax.isJpeg2000(syntax);
  }

  @Override
  public Samples decode(byte[] stream, Codestream header, String syntax, PixelDescription pixels) {
    // the signed flag is understood for JPEG 2000 alone; without the YBR flag nothing is converted
    boolean signed = pixels.isSigned() && header.family() == Codestream.Family.JPEG_2000;
    int flags = signed ? Imgcodecs.DICOM_FLAG_SIGNED : Imgcodecs.DICOM_FLAG_UNSIGNED;
    Mat encoded = new Mat(1, stream.length, CvType.CV_8UC1);
    Mat decoded = null;
    try {
      encoded.put(0, 0, stream);
      decoded = Imgcodecs.dicomJpgMatRead(encoded, flags, Imgcodecs.IMREAD_UNCHANGED);
      return samples(decoded, header, signed);
    } catch (InvalidDicomException known) {
      throw known;
    } catch (RuntimeException refused) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The compressed pixel data is damaged and cannot be decoded", refused);
    } finally {
      encoded.release();
      if (decoded != null) {
        decoded.release();
      }
    }
  }

  private static Samples samples(Mat decoded, Codestream header, boolean signed) {
    if (decoded == null
        || decoded.empty()
        || decoded.rows() != header.rows()
        || decoded.cols() != header.columns()
        || decoded.channels() != header.components()) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The compressed pixel data is damaged and cannot be decoded");
    }
    int rowSamples = Math.multiplyExact(decoded.cols(), decoded.channels());
    int size = CvType.ELEM_SIZE(decoded.type()) / decoded.channels();
    byte[] bytes =
        new byte[Math.multiplyExact(Math.multiplyExact(decoded.rows(), rowSamples), size)];
    ByteBuffer target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    // row by row: the samples are never there twice
    switch (size) {
      case 1 -> decoded.get(0, 0, bytes);
      case 2 -> {
        short[] row = new short[rowSamples];
        for (int y = 0; y < decoded.rows(); y++) {
          decoded.get(y, 0, row);
          target.asShortBuffer().put(row);
          target.position(target.position() + rowSamples * size);
        }
      }
      case 4 -> {
        int[] row = new int[rowSamples];
        for (int y = 0; y < decoded.rows(); y++) {
          decoded.get(y, 0, row);
          target.asIntBuffer().put(row);
          target.position(target.position() + rowSamples * size);
        }
      }
      default ->
          throw new InvalidDicomException(
              Reason.UNSUPPORTED, "Samples of " + size + " bytes cannot be decoded");
    }
    if (decoded.channels() == 3) {
      bytes =
          header.planar()
              ? Interleaving.interleave(bytes, header.rows() * header.columns(), 3, size)
              : Interleaving.swapFirstAndThird(bytes, size);
    }
    return new Samples(bytes, size, signed);
  }
}
