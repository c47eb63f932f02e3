package io.lamina.patientimages.domain;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/** An object as the JDK's image readers want it: read where it lies, copied nowhere. */
final class SourceInput extends ImageInputStreamImpl {
  private final ByteSource source;

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
    }
    return count;
  }

  @Override
  public long length() {
    return source.size();
  }
}
