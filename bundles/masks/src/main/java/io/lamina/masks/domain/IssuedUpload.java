package io.lamina.masks.domain;

import java.time.Instant;

/**
 * A key for which an upload link was given out; remembered to clean up uploads that were never
 * completed.
 *
 * @param fileName the client's own name for it, or null where the key says it
 */
public record IssuedUpload(String key, long groupId, String fileName, Instant issuedAt) {}
