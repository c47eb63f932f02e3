package io.lamina.masks.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where earlier versions of annotations are kept; they outlive the annotation. */
public interface AnnotationHistory {
  /** Keeps an annotation that this transaction has locked as it is now. */
  void keep(long annotationId, AnnotationVersion.End end, long changedBy, Instant now);

  /** What rights on a deleted annotation are decided by; empty where there never was one. */
  Optional<Ownership> lastOwnership(long annotationId);

  /**
   * Revisions that are kept, the latest first.
   *
   * @param sharedAlone whether only those are meant that were shared
   */
  Listing<Long> revisions(long annotationId, boolean sharedAlone, Page page);

  /** Those of the revisions that are kept, the latest first. */
  List<AnnotationVersion> findAll(long annotationId, List<Long> revisions);
}
