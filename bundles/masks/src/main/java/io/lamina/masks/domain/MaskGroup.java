package io.lamina.masks.domain;

import java.time.Instant;

/**
 * A group of masks that belong together, such as one model's output for one series.
 *
 * @param revision counts its changes, for If-Match
 * @param createdBy key of the user
 */
public record MaskGroup(
    long id,
    long revision,
    long annotationId,
    MaskGroupContent content,
    long createdBy,
    Instant createdAt,
    Instant updatedAt) {}
