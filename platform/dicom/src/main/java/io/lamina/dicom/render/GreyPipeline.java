package io.lamina.dicom.render;

import io.lamina.dicom.DataSet;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.parse.ParsedDataSet;
import io.lamina.dicom.parse.ParsedObject;
import io.lamina.dicom.pixel.DisplayReader;
import java.io.IOException;
import java.util.List;

/** Stored values to grey (PS3.3, C.11 and PS3.4, N.2): modality LUT, VOI LUT, presentation. */
final class GreyPipeline {
  private static final int MODALITY_LUT_SEQUENCE = 0x00283000;
  private static final int VOI_LUT_SEQUENCE = 0x00283010;
  private static final int LUT_DESCRIPTOR = 0x00283002;
  private static final int LUT_DATA = 0x00283006;
  private static final int VOI_LUT_FUNCTION = 0x00281056;
  private static final int PRESENTATION_LUT_SHAPE = 0x20500020;
  private static final int PADDING = 0x00280120;
  private static final int PADDING_LIMIT = 0x00280121;

  private final StoredValues values;
  private final DisplayAttributes display;
  private final LookupTable modality;
  private final LookupTable voi;
  private final Window window;
  private final boolean invert;

  GreyPipeline(ParsedObject object, FrameSamples samples, RenderOptions options)
      throws IOException {
    ParsedDataSet set = object.parsedDataSet();
    values = new StoredValues(samples);
    display = object.display(options.frame());
    modality = table(object, set, MODALITY_LUT_SEQUENCE);
    DataSet windows = DisplayReader.voi(set, options.frame());
    Window.Function function =
        Window.Function.of(windows.string(VOI_LUT_FUNCTION).orElse("LINEAR"));
    if (options.windowCenter().isPresent() && options.windowWidth().isPresent()) {
      voi = null;
      window =
          new Window(
              function, options.windowCenter().getAsDouble(), options.windowWidth().getAsDouble());
    } else if (display.windowCenter().isPresent()) {
      voi = null;
      window =
          new Window(
              function, display.windowCenter().getAsDouble(), display.windowWidth().getAsDouble());
    } else {
      voi = table(object, (ParsedDataSet) windows, VOI_LUT_SEQUENCE);
      window = voi == null ? range(samples, set) : null;
    }
    invert =
        options.invert()
            ^ (samples.photometricInterpretation().equals("MONOCHROME1")
                || set.string(PRESENTATION_LUT_SHAPE).orElse("").equals("INVERSE"));
  }

  /** The window applied; null where a VOI LUT was. */
  Window window() {
    return window;
  }

  byte[] apply() {
    byte[] grey = new byte[values.count()];
    if (values.isTabular()) {
      byte[] table = new byte[values.codes()];
      for (int code = 0; code < table.length; code++) {
        table[code] = grey(values.value(code));
      }
      for (int i = 0; i < grey.length; i++) {
        grey[i] = table[values.code(i)];
      }
    } else {
      for (int i = 0; i < grey.length; i++) {
        grey[i] = grey(values.at(i));
      }
    }
    return grey;
  }

  private byte grey(double stored) {
    double value = modality(stored);
    int shown =
        voi == null
            ? window.apply(value)
            : (int) Math.round(voi.at(value) * 255.0 / ((1 << voi.bits()) - 1));
    return (byte) (invert ? 255 - shown : shown);
  }

  private double modality(double stored) {
    return modality == null
        ? stored * display.rescaleSlope() + display.rescaleIntercept()
        : modality.at(stored);
  }

  /** The range of the frame's values without padding (PS3.3, C.7.5.1.1.2). */
  private Window range(FrameSamples samples, DataSet set) {
    if (samples.description().bitsAllocated() == 1) {
      return new Window(Window.Function.LINEAR_EXACT, 0.5, 1);
    }
    double padding = padding(set, PADDING, samples.description());
    double limit = padding(set, PADDING_LIMIT, samples.description());
    limit = Double.isNaN(limit) ? padding : limit;
    double low = Math.min(padding, limit);
    double high = Math.max(padding, limit);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    if (values.isTabular()) {
      boolean[] seen = new boolean[values.codes()];
      for (int i = 0; i < values.count(); i++) {
        seen[values.code(i)] = true;
      }
      for (int code = 0; code < seen.length; code++) {
        double stored = values.value(code);
        if (seen[code] && !(stored >= low && stored <= high)) {
          double value = modality(stored);
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    } else {
      for (int i = 0; i < values.count(); i++) {
        double stored = values.at(i);
        if (Double.isFinite(stored) && !(stored >= low && stored <= high)) {
          double value = modality(stored);
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    if (least > most) {
      return new Window(Window.Function.LINEAR_EXACT, 0.5, 1);
    }
    double width = most > least ? most - least : 1;
    return new Window(Window.Function.LINEAR_EXACT, least / 2 + most / 2, width);
  }

  /** Some write the padding of signed pixels as US; NaN where there is none. */
  private static double padding(DataSet set, int tag, PixelDescription pixels) {
    double value = set.decimal(tag).orElse(Double.NaN);
    double range = Math.pow(2, pixels.bitsAllocated());
    return pixels.isSigned() && value >= range / 2 ? value - range : value;
  }

  private static LookupTable table(ParsedObject object, ParsedDataSet set, int sequence)
      throws IOException {
    List<DataSet> items = set.items(sequence);
    return items.isEmpty()
        ? null
        : LookupTable.read(
            (ParsedDataSet) items.get(0), object.content(), LUT_DESCRIPTOR, LUT_DATA);
  }
}
