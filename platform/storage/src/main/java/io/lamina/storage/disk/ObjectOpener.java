package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens visible objects. One that an earlier run of the store left without making it durable is
 * first checked against its hash, once, and removed where a crash destroyed it.
 */
final class ObjectOpener {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectOpener.class);

  private final ObjectTree tree;
  private final HeaderCodec codec;
  private final UUID incarnation;

  /** One lock per share of the files: two checks of one object would race to remove it. */
  private final List<Object> locks = IntStream.range(0, 64).mapToObj(each -> new Object()).toList();

  ObjectOpener(ObjectTree tree, HeaderCodec codec, UUID incarnation) {
    this.tree = tree;
    this.codec = codec;
    this.incarnation = incarnation;
  }

  /**
   * @return empty where there is no such object
   * @throws DamagedBlobException where a durable object is no longer what was written
   */
  Optional<BlobReader> open(BlobKey key) throws IOException {
    try {
      BlobReader reader = BlobReader.open(tree.file(key), key, codec);
      if (vouchedFor(reader.header())) {
        return Optional.of(reader);
      }
      reader.close();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (LostBlobException e) {
      // looked at again below, alone
    }
    synchronized (locks.get(Math.floorMod(key.hashCode(), locks.size()))) {
      return recover(key);
    }
  }

  /**
   * Writes the part of the header that changes.
   *
   * @param marked the header the file has, but for that part
   * @return false where the object is gone, or is another one by now
   */
  boolean mark(BlobKey key, BlobHeader marked) throws IOException {
    try (FileChannel file =
        FileChannel.open(tree.file(key), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      BlobHeader now = BlobReader.readHeader(file, key, codec);
      if (!now.vouchedBy(marked.incarnation(), marked.durable()).equals(marked)) {
        return false;
      }
      marked.writeMutablePart(file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private boolean vouchedFor(BlobHeader header) {
    return header.durable() || header.incarnation().equals(incarnation);
  }

  private Optional<BlobReader> recover(BlobKey key) throws IOException {
    Path path = tree.file(key);
    try (BlobReader reader = BlobReader.open(path, key, codec)) {
      BlobHeader header = reader.header();
      if (vouchedFor(header)) {
        return Optional.of(BlobReader.open(path, key, codec));
      }
      if (reader.matchesItsHash()) {
        tree.doubt(path);
        mark(key, header.vouchedBy(incarnation, false));
        return Optional.of(BlobReader.open(path, key, codec));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (LostBlobException e) {
      // removed below
    }
    LOG.warn("Removed an object that a crash destroyed before it was acknowledged");
    tree.remove(path);
    return Optional.empty();
  }
}
