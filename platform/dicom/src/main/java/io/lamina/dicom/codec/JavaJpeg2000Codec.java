package io.lamina.dicom.codec;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.parse.TransferSyntax;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG 2000, part 1, of one tile, in pure Java. */
final class JavaJpeg2000Codec implements Codec {
  @Override
  public boolean decodes(String syntax) {
    return TransferSyntax.isJpeg2000(syntax) && !TransferSyntax.isHighThroughput(syntax);
  }

  @Override
  public Samples decode(byte[] stream, Codestream header, String syntax, PixelDescription pixels) {
    // measured: a tiled stream came out with wrong samples, without an error
    if (header.tiled()) {
      throw Codecs.unsupported(syntax + " in tiles");
    }
    ImageReader reader = null;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream))) {
      reader = new J2KImageReaderSpi().createReaderInstance(null);
      reader.setInput(in, true, true);
      return RasterSamples.of(reader.readRaster(0, null), header);
    } catch (IOException | RuntimeException damaged) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The compressed pixel data is damaged and cannot be decoded", damaged);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }
}
