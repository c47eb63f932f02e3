package io.lamina.masks.domain;

import java.time.Instant;

/**
 * An annotation as stored.
 *
 * @param revision counts its changes, for If-Match
 * @param projectId project whose members may read it
 * @param userId who made it
 */
public record Annotation(
    long id,
    long revision,
    long projectId,
    long userId,
    ImageReference image,
    AnnotationContent content,
    Instant createdAt,
    Instant updatedAt) {}
