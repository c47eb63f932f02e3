package io.lamina.rest.multipart;

/**
 * @param maxParts parts in one body
 * @param maxPartBytes content of one part
 * @param maxFieldBytes content of a part read as text
 */
public record MultipartLimits(int maxParts, long maxPartBytes, int maxFieldBytes) {}
