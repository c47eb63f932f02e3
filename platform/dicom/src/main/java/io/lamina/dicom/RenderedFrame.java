package io.lamina.dicom;

/**
 * A frame ready for display.
 *
 * @param png 8 bits a sample, grey or RGB
 * @param windowCenter that was applied; NaN for colour images
 * @param windowWidth that was applied; NaN for colour images
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
public record RenderedFrame(
    byte[] png, int rows, int columns, double windowCenter, double windowWidth) {}
