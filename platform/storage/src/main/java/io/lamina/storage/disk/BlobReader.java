package io.lamina.storage.disk;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The one way in which content leaves a blob file.
 *
 * <p>A thread that is interrupted while it reads closes a FileChannel under all others; this reader
 * opens the file again then and lets the interrupted thread finish its read, still interrupted.
 * Only where the file is deleted in that very moment does the read fail.
 */
final class BlobReader implements ByteSource {
  private static final int CHUNK = 128 * 1024;

  private final Path path;
  private final BlobHeader header;
  private final long size;
  private final Object lock = new Object();
  private volatile FileChannel file;
  private boolean closed;

  private BlobReader(Path path, FileChannel file, BlobHeader header, long size) {
    this.path = path;
    this.file = file;
    this.header = header;
    this.size = size;
  }

  /** Reads a file whose header is not written yet. */
  static BlobReader ofStaged(Path path, long size) throws IOException {
    return new BlobReader(path, FileChannel.open(path, StandardOpenOption.READ), null, size);
  }

  /**
   * @throws NoSuchFileException where there is none
   * @throws LostBlobException where the file never reached the disk whole
   * @throws DamagedBlobException where it is there and wrong
   */
  static BlobReader open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      BlobHeader header = readHeader(file);
      return new BlobReader(path, file, header, header.size());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static BlobHeader readHeader(FileChannel file) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(BlobHeader.LENGTH);
    int count;
    do {
      count = file.read(first, first.position());
    } while (count > 0);
    BlobHeader header = BlobHeader.decode(first.flip());
    if (file.size() != BlobHeader.LENGTH + header.size()) {
      if (header.durable()) {
        throw new DamagedBlobException("Its length is wrong");
      }
      throw new LostBlobException();
    }
    return header;
  }

  BlobHeader header() {
    return header;
  }

  /** Whether the content has the hash its header names. Reads all of it. */
  boolean matchesItsHash() throws IOException {
    MessageDigest digest = BlobWriter.sha256();
    byte[] chunk = new byte[CHUNK];
    try (InputStream content = stream()) {
      int count;
      while ((count = content.read(chunk)) >= 0) {
        digest.update(chunk, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equals(header.sha256());
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
    boolean interrupted = false;
    try {
      while (true) {
        FileChannel current = file;
        // cleared, so that this thread does not close the channel it reads from
        interrupted |= Thread.interrupted();
        try {
          return current.read(target, BlobHeader.LENGTH + position);
        } catch (ClosedChannelException e) {
          reopen(current, e);
        }
      }
    } finally {
      target.limit(limit);
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
}
