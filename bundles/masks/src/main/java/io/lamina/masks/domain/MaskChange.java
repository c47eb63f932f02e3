package io.lamina.masks.domain;

/** A partial update: what is absent stays. */
public record MaskChange(
    Change<Integer> sliceIndex,
    Change<String> sopInstanceUid,
    Change<String> labelName,
    Change<String> filePath,
    Change<String> mimeType,
    Change<Long> fileSize,
    Change<String> checksum,
    Change<Integer> width,
    Change<Integer> height) {

  MaskContent applyTo(MaskContent old) {
    return new MaskContent(
        sliceIndex.orKeep(old.sliceIndex()),
        sopInstanceUid.orKeep(old.sopInstanceUid()),
        labelName.orKeep(old.labelName()),
        filePath.orKeep(old.filePath()),
        mimeType.orKeep(old.mimeType()),
        fileSize.orKeep(old.fileSize()),
        checksum.orKeep(old.checksum()),
        width.orKeep(old.width()),
        height.orKeep(old.height()));
  }
}
