package io.lamina.masks.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the objects behind masks, and which of them are to be removed. */
public interface StoredObjects {
  /** Completed and removed objects among the keys. */
  Map<String, StoredObject> find(Collection<String> keys);

  /** Like find of one key, and nobody else removes it before this transaction ends. */
  Optional<StoredObject> lock(String key);

  /** Like lock, of several. */
  Map<String, StoredObject> lockAll(Collection<String> keys);

  /** Records completed uploads; another transaction with the same key makes this one lose. */
  void add(Collection<StoredObject> completed);

  /** Marks one object as removed and queues its removal. */
  void remove(String key, long groupId, Instant now);

  /**
   * Queues the removal of every object of a group: those completed, and those its masks refer to.
   *
   * @return their keys
   */
  List<String> removeAll(long groupId, Instant now);

  /** Keys whose removal is queued, oldest first. */
  List<String> removals(int limit);

  /** Takes keys off the queue. */
  void removed(Collection<String> keys);

  void addIssued(Collection<IssuedUpload> uploads);

  /** The clients' own names of issued keys, where they differ from the keys. */
  Map<String, String> fileNames(Collection<String> keys);

  /** Those of the keys for which a link was given out that is not forgotten. */
  Set<String> issued(Collection<String> keys);

  /**
   * Issued before the time, oldest first.
   *
   * @param skip so many of the oldest
   */
  List<IssuedUpload> issuedBefore(Instant time, int skip, int limit);

  /** Forgets what was issued for the keys before the time. */
  void forgetIssued(Collection<String> keys, Instant time);

  boolean groupExists(long groupId);
}
