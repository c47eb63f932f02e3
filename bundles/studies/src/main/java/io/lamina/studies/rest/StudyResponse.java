package io.lamina.studies.rest;

import io.lamina.studies.domain.StudySummary;
import java.time.Instant;
import java.util.List;

/** A study in a list (C-062), with what else the catalog knows. */
public record StudyResponse(
    long id,
    String studyInstanceUid,
    String patientName,
    String patientNameDicom,
    String patientId,
    String studyDate,
    String modality,
    List<String> modalities,
    String studyDescription,
    String accessionNumber,
    int seriesCount,
    int totalImages,
    Long projectId,
    Instant createdAt) {
  static StudyResponse of(StudySummary study) {
    return new StudyResponse(
        study.ref().id(),
        study.ref().uid(),
        study.patientName(),
        study.patientNameDicom(),
        study.patientId(),
        study.studyDate() == null ? null : study.studyDate().toString(),
        study.modality(),
        List.copyOf(study.modalities()),
        study.description(),
        study.accessionNumber(),
        study.seriesCount(),
        study.totalImages(),
        study.ref().projectId(),
        study.createdAt());
  }
}
