package io.lamina.dicom.render;

import java.util.Arrays;

/** Makes pictures smaller by averaging areas. */
final class Scaling {
  private Scaling() {}

  /** The picture with its longest side at most so long, in its proportions; never larger. */
  static Picture fit(Picture picture, int longest) {
    int side = Math.max(picture.rows(), picture.columns());
    if (side <= longest) {
      return picture;
    }
    int rows = Math.max(1, Math.round(picture.rows() * (float) longest / side));
    int columns = Math.max(1, Math.round(picture.columns() * (float) longest / side));
    return new Picture(rows, columns, picture.channels(), average(picture, rows, columns));
  }

  private static byte[] average(Picture picture, int rows, int columns) {
    int channels = picture.channels();
    byte[] out = new byte[rows * columns * channels];
    double step = (double) picture.rows() / rows;
    float[] sum = new float[columns * channels];
    float[] narrow = new float[columns * channels];
    Weights across = new Weights(picture.columns(), columns);
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sum, 0);
      double from = row * step;
      double to = Math.min(picture.rows(), from + step);
      for (int y = (int) from; y < to; y++) {
        float weight = (float) ((Math.min(to, y + 1) - Math.max(from, y)) / (to - from));
        if (weight <= 0) {
          continue;
        }
        across.apply(picture, y, narrow);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * narrow[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        out[row * sum.length + i] = (byte) Math.min(255, Math.round(sum[i]));
      }
    }
    return out;
  }

  /** How much of each source column goes into each target column. */
  private static final class Weights {
    private final int[] first;
    private final float[][] parts;

    Weights(int source, int target) {
      first = new int[target];
      parts = new float[target][];
      double step = (double) source / target;
      for (int i = 0; i < target; i++) {
        double from = i * step;
        double to = Math.min(source, from + step);
        first[i] = (int) from;
        int count = Math.min(source, (int) Math.ceil(to)) - first[i];
        parts[i] = new float[count];
        for (int k = 0; k < count; k++) {
          int x = first[i] + k;
          parts[i][k] = (float) ((Math.min(to, x + 1) - Math.max(from, x)) / (to - from));
        }
      }
    }

    void apply(Picture picture, int row, float[] out) {
      int channels = picture.channels();
      byte[] pixels = picture.pixels();
      int base = row * picture.columns() * channels;
      for (int i = 0; i < first.length; i++) {
        for (int c = 0; c < channels; c++) {
          float value = 0;
          int at = base + first[i] * channels + c;
          for (float part : parts[i]) {
            value += part * (pixels[at] & 0xff);
            at += channels;
          }
          out[i * channels + c] = value;
        }
      }
    }
  }
}
