package io.lamina.api.blob;

import java.time.Duration;

/**
 * What a presigned GET may read.
 *
 * @param validFor 1 s to 7 days
 * @param fileName name offered to the user who saves it, any Unicode, sent by RFC 6266; null for
 *     the last part of the key
 */
public record GetTicket(BlobKey key, Duration validFor, String fileName) {}
