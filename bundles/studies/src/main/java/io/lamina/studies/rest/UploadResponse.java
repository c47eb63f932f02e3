package io.lamina.studies.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.studies.domain.StudyRef;
import io.lamina.studies.domain.UploadResult;
import java.util.List;

/**
 * Answer to an upload (C-061, D-18).
 *
 * @param studyId of the first file
 * @param intake {@code accepted}, or {@code quarantine} where a member of the staff has to release
 *     what was sent before it can be seen (H-02)
 * @param rejectedFiles absent where none was rejected
 * @param studies absent where there is but one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UploadResponse(
    boolean success,
    long studyId,
    String intake,
    List<UploadedFile> uploadedFiles,
    List<RejectedFile> rejectedFiles,
    List<UploadedStudy> studies) {

  public record UploadedFile(String filename, long studyId, long seriesId, long imageId) {}

  public record RejectedFile(String filename, String error) {
    static List<RejectedFile> of(UploadResult result) {
      return result.rejected().stream()
          .map(file -> new RejectedFile(file.fileName(), file.reason()))
          .toList();
    }
  }

  public record UploadedStudy(
      long id, String studyInstanceUid, @JsonInclude Long projectId, String intake) {}

  static UploadResponse of(UploadResult result) {
    List<StudyRef> studies = result.studies();
    return new UploadResponse(
        true,
        studies.get(0).id(),
        intake(studies.get(0)),
        result.stored().stream()
            .map(
                file ->
                    new UploadedFile(
                        file.fileName(), file.study().id(), file.seriesId(), file.imageId()))
            .toList(),
        result.rejected().isEmpty() ? null : RejectedFile.of(result),
        studies.size() == 1
            ? null
            : studies.stream()
                .map(
                    study ->
                        new UploadedStudy(
                            study.id(), study.uid(), study.projectId(), intake(study)))
                .toList());
  }

  private static String intake(StudyRef study) {
    return study.accepted() ? "accepted" : "quarantine";
  }
}
