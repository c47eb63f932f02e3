package io.lamina.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that several threads read.
 *
 * <p>A thread that is interrupted while it reads closes a FileChannel under all others; this file
 * is opened again then and lets the interrupted thread finish its read, still interrupted. Only
 * where it is deleted in that very moment does the read fail.
 */
final class SharedFile implements Closeable {
  private final Path path;
  private final long length;
  private final Object lock = new Object();
  private volatile FileChannel file;
  private boolean closed;

  private SharedFile(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    this.length = file.size();
  }

  static SharedFile open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new SharedFile(path, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  FileChannel channel() {
    return file;
  }

  /** A view with a position of its own. Closing it closes nothing. */
  SeekableByteChannel reader() {
    return new Reader();
  }

  private int read(ByteBuffer target, long position) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        FileChannel current = file;
        // cleared, so that this thread does not close the channel it reads from
        interrupted |= Thread.interrupted();
        try {
          return current.read(target, position);
        } catch (ClosedChannelException e) {
          reopen(current, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw cause;
      }
      if (file == broken) {
        file = FileChannel.open(path, StandardOpenOption.READ);
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      file.close();
    }
  }

  private final class Reader implements SeekableByteChannel {
    private long position;

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = SharedFile.this.read(target, position);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = newPosition;
      return this;
    }

    @Override
    public long size() {
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // the file belongs to all its readers
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }
  }
}
