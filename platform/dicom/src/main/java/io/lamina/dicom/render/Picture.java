package io.lamina.dicom.render;

/**
 * 8-bit pixels on their way to PNG.
 *
 * @param channels 1 grey, 3 RGB
 * @param pixels rows x columns x channels
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
record Picture(int rows, int columns, int channels, byte[] pixels) {}
