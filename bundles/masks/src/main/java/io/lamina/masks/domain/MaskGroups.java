package io.lamina.masks.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where mask groups are kept. */
public interface MaskGroups {
  MaskGroup add(long annotationId, long userId, MaskGroupContent content, Instant now);

  /** The group, if it belongs to the annotation of the path. */
  Optional<OwnedGroup> find(GroupPath path);

  /** Like find, and nobody else changes or deletes it before this transaction ends. */
  Optional<MaskGroup> lock(GroupPath path);

  /** Replaces the content of a group that this transaction has locked. */
  MaskGroup update(long id, MaskGroupContent content, Instant now);

  /** Deletes a locked group with its masks, counters and object rows; the objects stay. */
  void delete(long id);

  /** By id. */
  Listing<MaskGroup> list(long annotationId, MaskGroupFilter filter, Page page);

  /** Keys of all groups of an annotation. */
  List<Long> idsOf(long annotationId);

  MaskGroupStats stats(long annotationId);
}
