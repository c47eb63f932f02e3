package io.lamina.studies.domain;

import java.util.List;
import java.util.Optional;

/** The catalog as it is read. Lists come in pages, so that no list is in memory as a whole. */
public interface StudyQueries {
  /**
   * Accepted studies, the one that came last first.
   *
   * @param before number of the study after which the page starts; {@link Long#MAX_VALUE} for the
   *     first page
   * @param skip studies to leave out after that
   */
  List<StudySummary> studies(
      StudyFilter filter, Visibility visibility, long before, long skip, int limit);

  long count(StudyFilter filter, Visibility visibility);

  /** Studies in quarantine, the one that came last first. */
  List<StudySummary> quarantined(long before, int limit);

  Optional<StudySummary> study(long id);

  /** What is in a study, in its order, after a position. */
  List<ImageSummary> images(long studyId, ImageSummary.Position after, int limit);

  Optional<ImageDetail> image(long id);

  /** DICOM JSON of an instance, gzipped; empty where it was too large to be kept. */
  Optional<byte[]> json(long imageId);
}
