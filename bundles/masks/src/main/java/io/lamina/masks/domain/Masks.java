package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where masks are kept, with the counters over them. */
public interface Masks {
  /** Masks of one file in a group. */
  int MOST_OF_A_FILE = 5_000;

  /** Of a file that is not completed: all of them are settled in one transaction then. */
  int MOST_WAITING = 1_000;

  /** In one go, and counted together. */
  List<Mask> addAll(long groupId, List<NewMask> masks, Instant now);

  Optional<Mask> find(long groupId, long id);

  /** Like find, and nobody else changes or deletes it before this transaction ends. */
  Optional<Mask> lock(long groupId, long id);

  /**
   * Replaces a mask that this transaction has locked.
   *
   * @param before the mask as it was locked
   * @return the mask with its new revision
   */
  Mask update(Mask before, Mask after);

  /** Deletes a mask that this transaction has locked. */
  void delete(Mask mask);

  /** The first masks of a group that refer to one of these objects, by id; 20000 at least. */
  List<Mask> ofPaths(long groupId, Collection<String> filePaths);

  /** Like lockUnverified, without a lock. */
  List<Mask> unverified(long groupId, Collection<String> filePaths);

  /** How many lockUnverified would find. */
  long countUnverified(long groupId, Collection<String> filePaths);

  /** Masks of a group whose object is one of these and was not completed when they were made. */
  List<Mask> lockUnverified(long groupId, Collection<String> filePaths);

  /** How many masks of the group refer to each of these objects; nothing of those without. */
  Map<String, Long> counts(long groupId, Collection<String> filePaths);

  /** 409 for a file with so many masks that there may be no more. */
  static void requireRoom(long count, int most) {
    if (count >= most) {
      throw LaminaException.conflict(
          "A file has at most %d masks, and %d before it is completed"
              .formatted(MOST_OF_A_FILE, MOST_WAITING));
    }
  }

  /** Whether any mask of the group refers to the object. */
  boolean refersTo(long groupId, String filePath);

  /** By slice index, those without one last, then by id. */
  Listing<Mask> list(long groupId, MaskFilter filter, Page page);

  /** Costs the same whatever the number of masks. */
  MaskStats stats(long groupId);
}
