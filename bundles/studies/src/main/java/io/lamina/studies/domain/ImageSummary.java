package io.lamina.studies.domain;

/**
 * An instance as the list of a study's images tells it.
 *
 * @param position its place in the list
 * @param image null for an object without pixel data
 */
public record ImageSummary(
    Position position,
    Integer instanceNumber,
    String sopInstanceUid,
    String sopClassUid,
    long seriesId,
    String seriesInstanceUid,
    Integer seriesNumber,
    String seriesDescription,
    String modality,
    ImageFacts image) {

  public long id() {
    return position.id();
  }

  /** The order of a study's images: series number, instance number, number. */
  public record Position(int series, int instance, long id) {
    /** Before the first. */
    public static final Position START =
        new Position(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);
  }
}
