package io.lamina.rest.exchange;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.config.Pace;
import io.lamina.rest.connections.Turns.Turn;
import java.io.IOException;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;

/**
 * A request body that does not wait for ever: a client that dribbles holds a connection, and a
 * thousand of them would hold all. Only the time spent waiting for the client counts, so that a
 * slow disk of ours is not held against him, and it counts anew in each window, so that a fast
 * start earns no slow end.
 */
final class PatientBody extends ServletInputStream {
  private final ServletInputStream body;
  private final Turn turn;
  private final Pace pace;
  private long waited;
  private long count;

  /** A body that failed is not asked again. */
  private boolean broken;

  PatientBody(ServletInputStream body, Turn turn, Pace pace) {
    this.body = body;
    this.turn = turn;
    this.pace = pace;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (broken) {
      // CXF reads on before it answers, and would take another refusal for a failure of the answer
      throw new IOException("The body has failed");
    }
    long start = System.nanoTime();
    int read;
    turn.pause();
    try {
      broken = true;
      read = body.read(buffer, offset, length);
      broken = false;
    } finally {
      waited += System.nanoTime() - start;
      turn.resume();
    }
    count += Math.max(0, read);
    if (pace.isOver(waited)) {
      if (pace.isTooSlow(waited, count)) {
        broken = true;
        throw new LaminaException(
            ErrorKind.TIMED_OUT,
            "The body came too slowly: at least "
                + pace.bytesPerSecond()
                + " bytes a second have to come. Nothing of it was stored");
      }
      waited = 0;
      count = 0;
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
