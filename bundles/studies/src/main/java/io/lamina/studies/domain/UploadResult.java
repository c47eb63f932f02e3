package io.lamina.studies.domain;

import io.lamina.api.error.ErrorKind;
import java.util.List;

/**
 * What became of an upload (D-18).
 *
 * @param stored files that are in the catalog, in the order they were sent
 * @param rejected files that are not, in that order
 * @param studies that the stored files belong to, each once, in the order of the files
 */
public record UploadResult(List<Stored> stored, List<Rejected> rejected, List<StudyRef> studies) {

  public record Stored(String fileName, StudyRef study, long seriesId, long imageId) {}

  /**
   * @param kind what a request with this file alone would be answered with
   * @param reason shown to the client
   */
  public record Rejected(int index, String fileName, ErrorKind kind, String reason) {}
}
