package io.lamina.rest.connections;

import io.lamina.rest.connections.Turns.Turn;
import java.io.IOException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

/** An answer that gives the turn away while the client reads it. */
public final class PatientAnswer extends HttpServletResponseWrapper {
  private final Turn turn;
  private ServletOutputStream body;

  public PatientAnswer(HttpServletResponse response, Turn turn) {
    super(response);
    this.turn = turn;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (body == null) {
      body = new Body(super.getOutputStream(), turn);
    }
    return body;
  }

  @Override
  public void flushBuffer() throws IOException {
    turn.pause();
    try {
      super.flushBuffer();
    } finally {
      turn.resume();
    }
  }

  private static final class Body extends ServletOutputStream {
    private final ServletOutputStream body;
    private final Turn turn;

    Body(ServletOutputStream body, Turn turn) {
      this.body = body;
      this.turn = turn;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      turn.pause();
      try {
        body.write(bytes, offset, length);
      } finally {
        turn.resume();
      }
    }

    @Override
    public void flush() throws IOException {
      turn.pause();
      try {
        body.flush();
      } finally {
        turn.resume();
      }
    }

    @Override
    public void close() throws IOException {
      turn.pause();
      try {
        body.close();
      } finally {
        turn.resume();
      }
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      body.setWriteListener(listener);
    }
  }
}
