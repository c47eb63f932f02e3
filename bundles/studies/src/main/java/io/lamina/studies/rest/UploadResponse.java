package io.lamina.studies.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.studies.domain.StudyRef;
import io.lamina.studies.domain.UploadResult;
import java.util.List;

/**
 * Answer to an upload (C-061, D-18).
 *
 * @param studyId of the first file
 * @param intake {@code quarantine} for an upload without credentials: a member of the staff has to
 *     release it before it can be seen (H-02); absent for all others, whom it would tell that
 *     somebody else has the study (D-17)
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

  static UploadResponse of(UploadResult result, boolean anonymous) {
    String intake = anonymous ? "quarantine" : null;
    List<StudyRef> studies = result.studies();
    return new UploadResponse(
        true,
        studies.get(0).id(),
        intake,
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
                .map(study -> new UploadedStudy(study.id(), study.uid(), study.projectId(), intake))
                .toList());
  }
}
