package io.lamina.masks.domain;

/**
 * What a client declares of a mask; everything but path and media type may be null.
 *
 * @param sliceIndex 0 and up
 * @param filePath key of its object, as issued
 * @param fileSize bytes, as declared
 * @param checksum as declared
 * @param width pixels, 1 to 65535
 * @param height pixels, 1 to 65535
 */
public record MaskContent(
    Integer sliceIndex,
    String sopInstanceUid,
    String labelName,
    String filePath,
    String mimeType,
    Long fileSize,
    String checksum,
    Integer width,
    Integer height) {

  public MaskContent of(String type) {
    return new MaskContent(
        sliceIndex, sopInstanceUid, labelName, filePath, type, fileSize, checksum, width, height);
  }

  MaskContent at(String path) {
    return new MaskContent(
        sliceIndex, sopInstanceUid, labelName, path, mimeType, fileSize, checksum, width, height);
  }
}
