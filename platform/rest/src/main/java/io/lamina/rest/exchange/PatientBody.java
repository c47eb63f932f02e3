package io.lamina.rest.exchange;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;

/**
 * A request body that does not wait for ever: a client that dribbles holds a thread, and a few
 * hundred of them would hold all. Only the time spent waiting for the client counts, so that a slow
 * disk of ours is not held against him.
 */
final class PatientBody extends ServletInputStream {
  /** Waited before the speed is looked at. */
  private static final long GRACE_NANOS = 30_000_000_000L;

  /** Less than any line that can carry an image. */
  private static final double SLOWEST_BYTES_PER_SECOND = 256;

  private final ServletInputStream body;
  private long waited;
  private long count;

  /** A body that failed is not asked again: Jetty answers that with another failure. */
  private boolean broken;

  PatientBody(ServletInputStream body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long start = System.nanoTime();
    broken = true;
    int read = body.read(buffer, offset, length);
    broken = false;
    waited += System.nanoTime() - start;
    count += Math.max(0, read);
    if (waited > GRACE_NANOS && count < waited / 1e9 * SLOWEST_BYTES_PER_SECOND) {
      throw new LaminaException(ErrorKind.TIMED_OUT, "The body came too slowly");
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return broken ? 0 : body.available();
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }
}
