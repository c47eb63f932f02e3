package io.lamina.dicom.codec;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.parse.TransferSyntax;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG in pure Java: baseline of 8 bits, and lossless. */
final class JavaJpegCodec implements Codec {
  private final JPEGImageReaderSpi readers = readers();

  /**
   * ImageIO's registry finds no plug-in inside OSGi, and this one wants the JDK's reader from a
   * registry: it gets one of its own with just that.
   */
  private static JPEGImageReaderSpi readers() {
    ServiceRegistry registry =
        new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
    ImageIO.getImageReadersByFormatName("jpeg")
        .forEachRemaining(
            reader -> {
              ImageReaderSpi provider = reader.getOriginatingProvider();
              if (provider.getClass().getName().startsWith("com.sun.imageio.")) {
                registry.registerServiceProvider(provider, ImageReaderSpi.class);
              }
              reader.dispose();
            });
    JPEGImageReaderSpi ours = new JPEGImageReaderSpi();
    registry.registerServiceProvider(ours, ImageReaderSpi.class);
    return ours;
  }

  @Override
  public boolean decodes(String syntax) {
    return TransferSyntax.isJpeg(syntax);
  }

  @Override
  public Samples decode(byte[] stream, Codestream header, String syntax, PixelDescription pixels) {
    if (header.family() != Codestream.Family.JPEG_LOSSLESS && header.precision() != 8) {
      throw Codecs.unsupported(syntax + " with " + header.precision() + " bits");
    }
    ImageReader reader = null;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream))) {
      reader = readers.createReaderInstance();
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      return RasterSamples.of(raster, header);
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
