package io.lamina.masks.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where annotations are kept. */
public interface Annotations {
  Annotation add(
      long projectId, long userId, ImageReference image, AnnotationContent content, Instant now);

  Optional<Annotation> find(long id);

  /** What rights on it are decided by, without its content. */
  Optional<Ownership> ownership(long id);

  /** Like find, and nobody else changes or deletes it before this transaction ends. */
  Optional<Annotation> lock(long id);

  /** Replaces the content of an annotation that this transaction has locked. */
  Annotation update(long id, AnnotationContent content, Instant now);

  /** Deletes an annotation without groups, with its measurements. */
  void delete(long id);

  /** Replaces the values by which lists find an annotation that this transaction has locked. */
  void measure(long id, List<Measurement> measurements);

  /** Annotations whose measurements lists do not find yet. */
  List<Long> backlog(int limit);

  void leaveBacklog(List<Long> ids);

  /** Ids in order. */
  Listing<Long> list(Visibility visibility, AnnotationFilter filter, Page page);

  /** Those of the ids that exist, by id. */
  List<Annotation> findAll(List<Long> ids);
}
