package io.lamina.masks.domain;

/**
 * One upload to be acknowledged, and the mask to be made for it.
 *
 * @param filePath as the client knows it
 * @param declared of the mask; its media type may be null for that of the upload
 */
public record BatchItem(String filePath, MaskContent declared) {}
