package io.lamina.testkit.phantom;

/**
 * One image, ready to be sent.
 *
 * @param fileName as a device would name it, such as {@code CT0001.dcm}
 * @param sopInstanceUid of this image
 * @param file the whole DICOM file (PS3.10)
 */
public record PhantomInstance(String fileName, String sopInstanceUid, byte[] file) {}
