package io.lamina.masks.domain;

/**
 * One value of an annotation's measurements (C-002).
 *
 * @param id its name, as the client gives it
 * @param type such as {@code length}
 * @param unit such as {@code mm}; may be null
 * @param value in that unit; finite
 */
public record Measurement(String id, String type, String unit, double value) {}
