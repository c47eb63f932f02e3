package io.lamina.testkit.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A trunk from the lower chest to the kidneys, made of ellipsoids. Coordinates are the patient's in
 * millimetres: x to his left, y to his back, z to his head, z from -120 to 120. The seed moves and
 * sizes the organs a little.
 */
final class Anatomy {
  /** Height of the trunk in millimetres; its middle is z = 0. */
  static final double HEIGHT = 240;

  /** Width that shows all of it, with the table, in millimetres. */
  static final double WIDTH = 380;

  private static final Tissue[] TISSUES = Tissue.values();

  private record Ellipsoid(
      double x, double y, double z, double rx, double ry, double rz, Tissue tissue) {}

  private final SplittableRandom random;
  private final List<Ellipsoid> organs = new ArrayList<>();

  Anatomy(long seed) {
    random = new SplittableRandom(seed);
    chest();
    abdomen();
    kidney(-62);
    kidney(62);
  }

  static Tissue tissue(byte[] map, int index) {
    return TISSUES[map[index]];
  }

  /**
   * The tissues of an axial plane, row by row, one byte an ordinal of {@link Tissue}.
   *
   * @param spacing millimetres between pixels; the middle of the picture is x = y = 0
   */
  byte[] slice(double z, int columns, int rows, double spacing) {
    Plane plane = new Plane(columns, rows, spacing, new byte[columns * rows]);
    table(plane);
    wall(plane, z);
    for (Ellipsoid organ : organs) {
      double rest = 1 - square((z - organ.z) / organ.rz);
      if (rest > 0) {
        double scale = Math.sqrt(rest);
        plane.fill(organ.x, organ.y, organ.rx * scale, organ.ry * scale, organ.tissue);
      }
    }
    spine(plane, z);
    plane.fill(14, 30, 11, 11, Tissue.BLOOD);
    plane.fill(-16, 32, 12, 10, Tissue.BLOOD);
    return plane.map;
  }

  private void table(Plane plane) {
    plane.fill(0, 60, 225, 66, Tissue.TABLE);
    plane.fill(0, 54, 223, 66, Tissue.AIR);
    plane.fill(0, -70, 400, 150, Tissue.AIR);
  }

  /** Skin, fat, muscle and ribs around the inside, which is fat where no organ lies. */
  private void wall(Plane plane, double z) {
    double girth = 1 + 0.03 * Math.cos(z / 60);
    double rx = 163 * girth;
    double ry = 114 * girth;
    plane.fill(0, 0, rx, ry, Tissue.SKIN);
    plane.fill(0, 0, rx - 2, ry - 2, Tissue.FAT);
    plane.fill(0, 3, rx - 20, ry - 14, Tissue.MUSCLE);
    plane.fill(-42, 78, 30, 22, Tissue.MUSCLE);
    plane.fill(42, 78, 30, 22, Tissue.MUSCLE);
    plane.fill(0, -2, rx - 36, ry - 30, Tissue.FAT);
    if (z > -60) {
      for (int rib = 0; rib < 12; rib++) {
        double angle = Math.PI * (rib + 0.5) / 6 + z * 0.02;
        double x = (rx - 27) * Math.cos(angle);
        double y = 1 + (ry - 21) * Math.sin(angle);
        plane.fill(x, y, 8, 6, Tissue.CORTICAL_BONE);
        plane.fill(x, y, 5, 3, Tissue.MARROW);
      }
    }
  }

  private void spine(Plane plane, double z) {
    boolean disc = Math.floorMod(Math.round(z), 36) < 8;
    plane.fill(0, 56, 24, 18, disc ? Tissue.DISC : Tissue.CORTICAL_BONE);
    if (!disc) {
      plane.fill(0, 56, 21, 15, Tissue.MARROW);
      plane.fill(0, 96, 5, 14, Tissue.CORTICAL_BONE);
      plane.fill(-24, 80, 20, 5, Tissue.CORTICAL_BONE);
      plane.fill(24, 80, 20, 5, Tissue.CORTICAL_BONE);
    }
    plane.fill(0, 81, 14, 12, Tissue.CORTICAL_BONE);
    plane.fill(0, 81, 10, 9, Tissue.NERVE);
  }

  private void chest() {
    for (int side = -1; side <= 1; side += 2) {
      add(side * 74, 4, 115, 56, 78, 100, Tissue.LUNG);
      for (int vessel = 0; vessel < 60; vessel++) {
        double size = 1.5 + random.nextDouble() * 3;
        organs.add(
            new Ellipsoid(
                side * (74 + between(-38, 38)),
                4 + between(-52, 52),
                120 - random.nextDouble() * 75,
                size,
                size,
                size * 3,
                Tissue.BLOOD));
      }
    }
    add(18, -28, 100, 50, 42, 46, Tissue.HEART);
    add(30, -22, 100, 22, 20, 26, Tissue.BLOOD);
    add(-4, -34, 100, 18, 20, 24, Tissue.BLOOD);
  }

  private void abdomen() {
    add(-66, -8, -2, 68, 74, 74, Tissue.LIVER);
    add(-8, -44, 8, 58, 30, 38, Tissue.LIVER);
    for (int vessel = 0; vessel < 14; vessel++) {
      double size = 2 + random.nextDouble() * 2;
      organs.add(
          new Ellipsoid(
              -66 + between(-40, 40),
              -8 + between(-45, 45),
              between(-40, 40),
              size * 2,
              size,
              size,
              Tissue.BLOOD));
    }
    add(-88, -20, 12, 9, 9, 9, Tissue.LESION);
    add(-55, 22, -18, 14, 12, 12, Tissue.LESION);
    add(-38, -40, 4, 6, 6, 6, Tissue.LESION);
    add(96, 28, 8, 28, 42, 46, Tissue.SPLEEN);
    add(66, -34, 12, 40, 34, 44, Tissue.MUSCLE);
    add(66, -34, 12, 36, 30, 40, Tissue.STOMACH);
    add(66, -52, 12, 26, 11, 30, Tissue.AIR);
    for (int loop = 0; loop < 9; loop++) {
      double x = 90 * Math.cos(loop * 0.7);
      double y = -40 + 16 * Math.sin(loop * 2.1);
      add(x, y, -105, 17, 15, 26, Tissue.MUSCLE);
      add(x, y, -105, 14, 12, 23, loop % 3 == 0 ? Tissue.AIR : Tissue.STOMACH);
    }
  }

  private void kidney(double x) {
    double y = 44 + between(-3, 3);
    double z = -50 + between(-6, 6);
    organs.add(new Ellipsoid(x, y, z, 26, 28, 50, Tissue.KIDNEY_CORTEX));
    organs.add(new Ellipsoid(x, y, z, 19, 20, 40, Tissue.KIDNEY_MEDULLA));
    organs.add(new Ellipsoid(x, y, z, 8, 9, 20, Tissue.URINE));
  }

  private void add(double x, double y, double z, double rx, double ry, double rz, Tissue tissue) {
    double scale = between(0.96, 1.04);
    organs.add(
        new Ellipsoid(
            x + between(-3, 3),
            y + between(-3, 3),
            z + between(-3, 3),
            rx * scale,
            ry * scale,
            rz * scale,
            tissue));
  }

  private double between(double least, double most) {
    return least + random.nextDouble() * (most - least);
  }

  private static double square(double value) {
    return value * value;
  }

  private record Plane(int columns, int rows, double spacing, byte[] map) {

    /** Paints an ellipse over what is there. */
    void fill(double x, double y, double rx, double ry, Tissue tissue) {
      if (rx <= 0 || ry <= 0) {
        return;
      }
      double middleRow = y / spacing + (rows - 1) / 2.0;
      double middleColumn = x / spacing + (columns - 1) / 2.0;
      double height = ry / spacing;
      int first = Math.max(0, (int) Math.ceil(middleRow - height));
      int last = Math.min(rows - 1, (int) Math.floor(middleRow + height));
      for (int row = first; row <= last; row++) {
        double half = rx / spacing * Math.sqrt(Math.max(0, 1 - square((row - middleRow) / height)));
        int from = Math.max(0, (int) Math.ceil(middleColumn - half));
        int to = Math.min(columns - 1, (int) Math.floor(middleColumn + half));
        if (from <= to) {
          Arrays.fill(map, row * columns + from, row * columns + to + 1, (byte) tissue.ordinal());
        }
      }
    }
  }
}
