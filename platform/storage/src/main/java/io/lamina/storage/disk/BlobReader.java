package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;

/**
 * The one way in which content leaves a blob file. A reading thread takes a decrypting channel for
 * the time of its read; the one that was left at the wanted position first, which still holds the
 * segment that a neighbouring read ended in.
 */
final class BlobReader implements ByteSource {
  private static final int CHUNK = 128 * 1024;

  /** Channels kept for the next read; each holds two segments. */
  private static final int MAX_IDLE = 4;

  private final SharedFile file;
  private final ContentCipher cipher;
  private final BlobHeader header;
  private final long size;
  private final Deque<SeekableByteChannel> idle = new ArrayDeque<>();

  private BlobReader(SharedFile file, DataKey key, BlobHeader header, long size) {
    this.file = file;
    this.cipher = new ContentCipher(key);
    this.header = header;
    this.size = size;
  }

  /** Reads a file whose header is not written yet. */
  static BlobReader ofStaged(Path path, DataKey key, long size) throws IOException {
    return new BlobReader(SharedFile.open(path), key, null, size);
  }

  /**
   * @throws NoSuchFileException where there is none
   * @throws LostBlobException where the file never reached the disk whole
   * @throws DamagedBlobException where it is there and wrong
   */
  static BlobReader open(Path path, BlobKey key, HeaderCodec codec) throws IOException {
    SharedFile file = SharedFile.open(path);
    try {
      BlobHeader header = readHeader(file.channel(), key, codec);
      return new BlobReader(file, header.dataKey(), header, header.size());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static BlobHeader readHeader(FileChannel file, BlobKey key, HeaderCodec codec)
      throws IOException {
    ByteBuffer first = ByteBuffer.allocate(BlobHeader.LENGTH);
    int count;
    do {
      count = file.read(first, first.position());
    } while (count > 0);
    BlobHeader header = codec.decode(first.flip(), key);
    if (file.size() != ContentCipher.fileLength(header.size())) {
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
    return hash().filter(header.sha256()::equals).isPresent();
  }

  /** SHA-256 of the content in lower-case hexadecimal; empty where it was changed. Reads it all. */
  Optional<String> hash() throws IOException {
    MessageDigest digest = BlobWriter.sha256();
    byte[] chunk = new byte[CHUNK];
    try (InputStream content = stream()) {
      int count;
      while ((count = content.read(chunk)) >= 0) {
        digest.update(chunk, 0, count);
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (DamagedBlobException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads it to its end.
   *
   * @throws DamagedBlobException where any part is no longer what was written
   */
  void requireWhole() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long position = 0;
    while (position < size) {
      int count = read(chunk.clear(), position);
      if (count < 0) {
        throw new DamagedBlobException("It is shorter than it was");
      }
      position += count;
    }
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * @throws DamagedBlobException where the part that was asked for is no longer what was written;
   *     none of it is given out
   */
  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    SeekableByteChannel channel = take(position);
    int count;
    try {
      count = channel.position(position).read(target);
    } catch (IOException e) {
      throw e.getCause() instanceof GeneralSecurityException
          ? new DamagedBlobException("Its content was changed")
          : e;
    }
    giveBack(channel);
    return count;
  }

  private SeekableByteChannel take(long position) throws IOException {
    synchronized (idle) {
      for (Iterator<SeekableByteChannel> each = idle.iterator(); each.hasNext(); ) {
        SeekableByteChannel channel = each.next();
        if (channel.position() == position) {
          each.remove();
          return channel;
        }
      }
      SeekableByteChannel any = idle.poll();
      if (any != null) {
        return any;
      }
    }
    return cipher.decrypting(file.reader());
  }

  private void giveBack(SeekableByteChannel channel) {
    synchronized (idle) {
      if (idle.size() < MAX_IDLE) {
        idle.push(channel);
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (idle) {
      idle.clear();
    }
    file.close();
  }
}
