package io.lamina.testkit.demo;

/**
 * The image that is rendered and masked, by the numbers and UIDs the server gave.
 *
 * @param index its place among the study's images, from 0
 */
record ShownImage(
    long studyId,
    long imageId,
    int index,
    String modality,
    String studyInstanceUid,
    String seriesInstanceUid,
    String sopInstanceUid) {}
