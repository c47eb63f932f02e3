package io.lamina.dicom;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How to show a frame.
 *
 * @param frame 1 to number of frames
 * @param windowCenter in units after the modality LUT, such as HU; empty for the header's window,
 *     or the range of the pixels where it has none
 * @param windowWidth above 0; given together with the centre
 * @param invert swaps black and white after everything else
 * @param maxSize longest side of the answer in pixels; empty for the stored size
 */
public record RenderOptions(
    int frame,
    OptionalDouble windowCenter,
    OptionalDouble windowWidth,
    boolean invert,
    OptionalInt maxSize) {
  public static RenderOptions of(int frame) {
    return new RenderOptions(
        frame, OptionalDouble.empty(), OptionalDouble.empty(), false, OptionalInt.empty());
  }
}
