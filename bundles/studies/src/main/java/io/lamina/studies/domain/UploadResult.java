package io.lamina.studies.domain;

import io.lamina.api.error.ErrorKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  static UploadResult of(List<Admitted> admitted, List<Rejected> rejectedBefore) {
    List<Stored> stored = new ArrayList<>();
    Map<Long, StudyRef> studies = new LinkedHashMap<>();
    List<Rejected> rejected = new ArrayList<>(rejectedBefore);
    for (Admitted one : admitted) {
      StoredFile file = one.file();
      if (one.reason() == null) {
        stored.add(new Stored(file.name(), one.study(), one.seriesId(), one.instanceId()));
        studies.putIfAbsent(one.study().id(), one.study());
      } else {
        rejected.add(new Rejected(file.index(), file.name(), ErrorKind.CONFLICT, one.reason()));
      }
    }
    rejected.sort(Comparator.comparingInt(Rejected::index));
    return new UploadResult(stored, rejected, List.copyOf(studies.values()));
  }
}
