package io.lamina.rest.exchange;

import io.lamina.rest.forms.FormGuard;
import java.io.IOException;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;

/**
 * A body that nobody gets to read before its request is proven: whoever could act on it unproven
 * would have to remember the check. Looked at with each read, since frameworks take the stream
 * early.
 */
final class GuardedBody extends ServletInputStream {
  private final ServletInputStream body;
  private final FormGuard guard;

  GuardedBody(ServletInputStream body, FormGuard guard) {
    this.body = body;
    this.guard = guard;
  }

  @Override
  public int read() throws IOException {
    return isOver() ? -1 : body.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return isOver() ? -1 : body.read(buffer, offset, length);
  }

  /** CXF skips what is left before it writes an answer; that must not fail. */
  private boolean isOver() {
    if (guard.isPending() && guard.isAnswered()) {
      return true;
    }
    guard.requireProof();
    return false;
  }

  @Override
  public int available() throws IOException {
    return guard.isPending() ? 0 : body.available();
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
    guard.requireProof();
    body.setReadListener(listener);
  }
}
