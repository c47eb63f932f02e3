package io.lamina.dicom.codec;

import io.lamina.dicom.PixelDescription;

/** Decompresses frames of some transfer syntaxes. Thread safe. */
public interface Codec {
  boolean decodes(String transferSyntaxUid);

  /**
   * @param stream one frame's codestream, whose header was found to agree with the description
   * @throws io.lamina.dicom.InvalidDicomException where the stream is damaged, or of a kind that
   *     this codec cannot decode
   */
  Samples decode(byte[] stream, Codestream header, String syntax, PixelDescription pixels);

  /**
   * What came out: little-endian, interleaved.
   *
   * @param bytes rows x columns x samples per pixel x bytesPerSample
   * @param signed whether samples were extended to two's complement of their size
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
  record Samples(byte[] bytes, int bytesPerSample, boolean signed) {}
}
