package io.lamina.storage.disk;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;

/**
 * The content of one object as it lies behind the header: Google Tink's AES256-GCM-HKDF streaming
 * in segments of {@value #SEGMENT} bytes, aligned with the file. Each segment carries a tag that
 * also covers its number and whether it is the last one, so any part can be read by itself and none
 * is given out unverified (Hoang, Reyhanitabar, Rogaway, Vizar: Online authenticated encryption and
 * its nonce-reuse misuse-resistance, CRYPTO 2015).
 */
final class ContentCipher {
  static final int SEGMENT = 32 * 1024;

  /** The data key belongs to one object, and its header to one place: nothing else is bound. */
  private static final byte[] NO_CONTEXT = {};

  private static final ContentCipher ANY = new ContentCipher(DataKey.random());

  private final AesGcmHkdfStreaming streaming;

  ContentCipher(DataKey key) {
    try {
      streaming =
          new AesGcmHkdfStreaming(
              key.bytes(), "HmacSha256", DataKey.LENGTH, SEGMENT, BlobHeader.LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not available", e);
    }
  }

  /**
   * @param size bytes of content
   * @return bytes of its file, header included
   */
  static long fileLength(long size) {
    return ANY.streaming.expectedCiphertextSize(size);
  }

  /**
   * @param file positioned behind the header; closed with the channel that is returned
   */
  WritableByteChannel encrypting(WritableByteChannel file) throws IOException {
    try {
      return streaming.newEncryptingChannel(file, NO_CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new IOException("The content cannot be encrypted", e);
    }
  }

  /**
   * @param file the whole file, header included
   */
  SeekableByteChannel decrypting(SeekableByteChannel file) throws IOException {
    try {
      return streaming.newSeekableDecryptingChannel(file, NO_CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new IOException("The content cannot be decrypted", e);
    }
  }
}
