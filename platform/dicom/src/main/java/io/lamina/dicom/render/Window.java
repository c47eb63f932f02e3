package io.lamina.dicom.render;

/**
 * A VOI window (PS3.3, C.11.2.1.2 and C.11.2.1.3).
 *
 * @param width above 0
 */
record Window(Function function, double center, double width) {
  /** VOI LUT Function. */
  enum Function {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID;

    static Function of(String term) {
      return switch (term) {
        case "SIGMOID" -> SIGMOID;
        case "LINEAR_EXACT" -> LINEAR_EXACT;
        default -> LINEAR;
      };
    }
  }

  /** 0 to 255; 0 for NaN. */
  int apply(double value) {
    double part =
        switch (function) {
          case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
          case LINEAR_EXACT -> (value - center) / width + 0.5;
          case LINEAR -> linear(value);
        };
    return part <= 0 ? 0 : part >= 1 ? 255 : (int) (part * 255 + 0.5);
  }

  private double linear(double value) {
    if (width <= 1) {
      return value > center - 0.5 ? 1 : 0;
    }
    return (value - (center - 0.5)) / (width - 1) + 0.5;
  }
}
