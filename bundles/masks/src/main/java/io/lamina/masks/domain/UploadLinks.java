package io.lamina.masks.domain;

import io.lamina.api.blob.PresignedUrl;
import java.time.Duration;

/**
 * @param key where the upload goes
 * @param upload link for one PUT
 * @param download link for reading what was PUT
 */
public record UploadLinks(
    String key, PresignedUrl upload, PresignedUrl download, Duration validFor) {}
