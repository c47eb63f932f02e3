package io.lamina.patientimages.domain;

/**
 * What somebody wants to upload.
 *
 * @param filename as the client calls it: metadata only (H-04)
 * @param contentType as the client will send it
 * @param size bytes; null where it was not said
 * @param form whether by a form (POST), else by one PUT
 */
public record UploadWish(String filename, String contentType, Long size, boolean form) {}
