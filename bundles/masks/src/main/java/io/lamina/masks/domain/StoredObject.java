package io.lamina.masks.domain;

import java.time.Instant;

/**
 * A completed upload, or the memory of one that was removed: a key is never used twice, so that a
 * late removal cannot hit another object.
 *
 * @param removed whether the object is gone, or about to go
 * @param mimeType media type it was stored with
 * @param verified null for one that was removed before it was completed
 * @param detected media type by its first bytes; null when they tell nothing
 * @param fileName the client's own name for it, or null where the key says it
 */
public record StoredObject(
    String key,
    long groupId,
    boolean removed,
    String mimeType,
    String detected,
    Verified verified,
    String fileName,
    Instant completedAt) {}
