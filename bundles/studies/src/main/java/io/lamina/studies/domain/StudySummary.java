package io.lamina.studies.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/**
 * A study as a list tells it.
 *
 * @param patientName as people write it; empty where unknown
 * @param patientNameDicom PN value as it came; empty where unknown
 * @param patientId empty where unknown
 * @param studyDate null where unknown
 * @param modality of the series that came first
 * @param modalities of all series
 * @param createdAt when its first object came in
 */
public record StudySummary(
    StudyRef ref,
    String patientName,
    String patientNameDicom,
    String patientId,
    LocalDate studyDate,
    String modality,
    Set<String> modalities,
    String description,
    String accessionNumber,
    int seriesCount,
    int totalImages,
    long totalBytes,
    Instant createdAt) {}
