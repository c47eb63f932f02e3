package io.lamina.dicom.render;

import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import io.lamina.dicom.parse.ParsedObject;
import java.io.IOException;

/** Decoded samples to a picture for display. Overlays are not burnt in. */
public final class Renderer {
  private Renderer() {}

  public static RenderedFrame render(
      ParsedObject object, FrameSamples samples, RenderOptions options) throws IOException {
    PixelDescription pixels = samples.description();
    double center = Double.NaN;
    double width = Double.NaN;
    Picture picture;
    String photometric = samples.photometricInterpretation();
    if (photometric.equals("PALETTE COLOR")) {
      picture = picture(pixels, 3, palette(object, samples));
    } else if (pixels.samplesPerPixel() == 1 && photometric.startsWith("MONOCHROME")) {
      GreyPipeline pipeline = new GreyPipeline(object, samples, options);
      picture = picture(pixels, 1, pipeline.apply());
      Window window = pipeline.window();
      center = window == null ? Double.NaN : window.center();
      width = window == null ? Double.NaN : window.width();
    } else {
      picture = picture(pixels, 3, Colours.rgb(samples));
    }
    if (picture.channels() == 3 && options.invert()) {
      byte[] colours = picture.pixels();
      for (int i = 0; i < colours.length; i++) {
        colours[i] = (byte) ~colours[i];
      }
    }
    if (options.maxSize().isPresent()) {
      picture = Scaling.fit(picture, Math.max(1, options.maxSize().getAsInt()));
    }
    return new RenderedFrame(
        PngWriter.write(picture), picture.rows(), picture.columns(), center, width);
  }

  private static Picture picture(PixelDescription pixels, int channels, byte[] bytes) {
    return new Picture(pixels.rows(), pixels.columns(), channels, bytes);
  }

  private static byte[] palette(ParsedObject object, FrameSamples samples) throws IOException {
    StoredValues values = new StoredValues(samples);
    if (!values.isTabular() || samples.description().samplesPerPixel() != 1) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The image is PALETTE COLOR with pixels of more than 16 bits");
    }
    Palette palette = new Palette(object.parsedDataSet(), object.content());
    byte[] table = new byte[3 * values.codes()];
    for (int code = 0; code < values.codes(); code++) {
      for (int c = 0; c < 3; c++) {
        table[3 * code + c] = palette.colour(c, values.value(code));
      }
    }
    byte[] rgb = new byte[Math.multiplyExact(3, values.count())];
    for (int i = 0; i < values.count(); i++) {
      System.arraycopy(table, 3 * values.code(i), rgb, 3 * i, 3);
    }
    return rgb;
  }
}
