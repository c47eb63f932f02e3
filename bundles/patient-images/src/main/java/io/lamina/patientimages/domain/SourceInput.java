package io.lamina.patientimages.domain;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/** An object as the JDK's image readers want it: read where it lies, copied nowhere. */
final class SourceInput extends ImageInputStreamImpl {
  /**
   * Reads behind the end. WebP's reader takes it for zeros, at the price of an exception each, and
   * would go on for minutes over the pixels of a file of 30 bytes; a whole image takes a few.
   */
  private static final int MOST_BEHIND_THE_END = 1_000;

  private final ByteSource source;
  private int behindTheEnd;

  SourceInput(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int count = source.read(ByteBuffer.wrap(target, offset, length), streamPos);
    if (count > 0) {
      streamPos += count;
    } else if (++behindTheEnd > MOST_BEHIND_THE_END) {
      throw new IOException("The image is far shorter than it says");
    }
    return count;
  }

  @Override
  public long length() {
    return source.size();
  }
}
