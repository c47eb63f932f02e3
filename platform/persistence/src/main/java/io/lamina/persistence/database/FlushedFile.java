package io.lamina.persistence.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file written by somebody else, put on the disk by this. */
final class FlushedFile implements GroupedFlush.Flusher, Closeable {
  private final Path file;
  private FileChannel channel;

  FlushedFile(Path file) {
    this.file = file;
  }

  @Override
  public void flush() throws IOException {
    open().force(false);
  }

  private synchronized FileChannel open() throws IOException {
    if (channel == null || !channel.isOpen()) {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }
    return channel;
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
