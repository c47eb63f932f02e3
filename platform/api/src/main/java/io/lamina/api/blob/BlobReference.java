package io.lamina.api.blob;

/**
 * What a row says of the object it refers to.
 *
 * @param size bytes of content
 * @param sha256 of the content, 64 lower-case hexadecimal digits
 */
public record BlobReference(BlobKey key, long size, String sha256) {}
