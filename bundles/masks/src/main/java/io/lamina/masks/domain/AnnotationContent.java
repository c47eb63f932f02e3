package io.lamina.masks.domain;

/**
 * What its author says in an annotation.
 *
 * @param data a JSON object in text form, of any shape (C-002)
 * @param measurements a JSON array in text form, checked by the door it came through
 * @param shared whether callers outside the project may read it (D-03)
 * @param toolName never null
 * @param toolVersion may be null, as the rest
 */
public record AnnotationContent(
    String data,
    String measurements,
    boolean shared,
    String toolName,
    String toolVersion,
    String viewerSoftware,
    String description) {}
