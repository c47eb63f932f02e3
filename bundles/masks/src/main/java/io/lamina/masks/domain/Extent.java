package io.lamina.masks.domain;

/**
 * How large a file's picture or volume is; null where its format does not tell.
 *
 * @param width pixels in a row
 * @param height rows
 * @param frames pictures one behind the other; 1 for a picture
 */
public record Extent(Integer width, Integer height, Integer frames) {
  public static final Extent UNKNOWN = new Extent(null, null, null);

  static Extent picture(int width, int height) {
    return new Extent(width, height, 1);
  }

  public boolean known() {
    return width != null && height != null;
  }
}
