package io.lamina.masks.domain;

/**
 * The DICOM image an annotation lies on. The catalog may not know it: annotations are kept by their
 * UIDs alone.
 *
 * @param studyInstanceUid (0020,000D)
 * @param seriesInstanceUid (0020,000E)
 * @param sopInstanceUid (0008,0018)
 */
public record ImageReference(
    String studyInstanceUid, String seriesInstanceUid, String sopInstanceUid) {}
