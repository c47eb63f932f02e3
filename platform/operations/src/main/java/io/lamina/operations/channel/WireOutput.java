package io.lamina.operations.channel;

import io.lamina.api.operations.OperatorGoneException;
import io.lamina.api.operations.OperatorOutput;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lines to bin/lamina, each with its kind in front: {@code >} for standard output, {@code !} for
 * standard error, {@code .} for progress, {@code =} and the exit code at the end.
 */
final class WireOutput implements OperatorOutput {
  private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

  private final Writer out;
  private final LongSupplier nanos;
  private long lastProgress;

  WireOutput(Writer out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    this.lastProgress = nanos.getAsLong() - PROGRESS_NANOS;
  }

  @Override
  public void say(String line) {
    write('>', line);
  }

  @Override
  public void warn(String line) {
    write('!', line);
  }

  @Override
  public void progress(String line) {
    long now = nanos.getAsLong();
    if (now - lastProgress >= PROGRESS_NANOS) {
      lastProgress = now;
      write('.', line);
    }
  }

  void exit(int status) {
    write('=', Integer.toString(status));
  }

  private void write(char kind, String line) {
    try {
      // nothing in a file's name steers the operator's terminal
      out.write(kind + line.replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?") + "\n");
      out.flush();
    } catch (IOException e) {
      throw new OperatorGoneException(e);
    }
  }
}
