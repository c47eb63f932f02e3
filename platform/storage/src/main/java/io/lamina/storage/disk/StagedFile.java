package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A blob file in the incoming folder. */
final class StagedFile implements StagedBlob {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

  private final Path path;
  private final String contentType;
  private final Reserve reserve;
  private BlobWriter writer;
  private boolean gone;

  StagedFile(Path path, String contentType, Reserve reserve) {
    this.path = path;
    this.contentType = contentType;
    this.reserve = reserve;
  }

  @Override
  public OutputStream sink() throws IOException {
    if (writer != null || gone) {
      throw new IllegalStateException("The sink is asked for once");
    }
    writer = new BlobWriter(path, reserve);
    return writer;
  }

  @Override
  public long size() {
    return writer == null ? 0 : writer.size();
  }

  @Override
  public String sha256() {
    String sha256 = writer == null ? null : writer.sha256OfContent();
    if (sha256 == null) {
      throw new IllegalStateException("The sink is not closed, or writing to it failed");
    }
    return sha256;
  }

  @Override
  public ByteSource open() throws IOException {
    sha256();
    return BlobReader.ofStaged(path, writer.dataKey(), size());
  }

  Path path() {
    return path;
  }

  /**
   * @throws IllegalStateException unless it can be committed now
   */
  void requireComplete() {
    sha256();
    if (gone) {
      throw new IllegalStateException("This object was committed or discarded before");
    }
  }

  /**
   * Writes the header. The file is whole then, but not durable.
   *
   * @param key the only place where the object can be read
   */
  BlobHeader seal(BlobKey key, HeaderCodec codec, Instant storedAt, UUID incarnation)
      throws IOException {
    BlobHeader header =
        new BlobHeader(
            size(), sha256(), writer.dataKey(), contentType, storedAt, false, incarnation);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      BlobWriter.seal(file, codec.encode(header, key));
    }
    return header;
  }

  @Override
  public void close() {
    if (gone) {
      return;
    }
    gone = true;
    try {
      if (writer != null) {
        writer.discard();
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the next start removes it
      LOG.warn("Could not remove an incoming file", e);
    }
  }
}
