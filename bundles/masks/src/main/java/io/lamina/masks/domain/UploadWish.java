package io.lamina.masks.domain;

import java.time.Duration;

/**
 * What a client wants to upload.
 *
 * @param fileName as the client calls it
 * @param mediaType as the client calls it
 * @param size bytes it declares, or null; then the link takes no more than that
 * @param validFor what it asks for, or null for as long as the dialect allows
 * @param longest what its dialect allows
 */
public record UploadWish(
    String fileName, String mediaType, Long size, Duration validFor, Duration longest) {}
