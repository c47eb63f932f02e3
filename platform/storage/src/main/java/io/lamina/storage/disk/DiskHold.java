package io.lamina.storage.disk;

import io.lamina.api.blob.BlobHold;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.NoSuchBlobException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads objects where they are, or where their deletion left them. */
final class DiskHold implements BlobHold {
  private final DiskBlobStore store;
  private final ObjectTree tree;
  private final HeldObjects held;
  private final HeaderCodec codec;
  private boolean closed;

  DiskHold(DiskBlobStore store, ObjectTree tree, HeldObjects held, HeaderCodec codec)
      throws IOException {
    this.store = store;
    this.tree = tree;
    this.held = held;
    this.codec = codec;
    held.begin();
  }

  @Override
  public Stored open(BlobKey key) throws IOException {
    // a deletion links first and removes then: what is not at its place any more is held
    Path place = tree.file(key);
    Optional<BlobInfo> visible = store.find(key);
    if (visible.isPresent()) {
      try {
        requireWhole(key, place);
        return stored(visible.get(), place, place);
      } catch (NoSuchFileException e) {
        // deleted since
      }
    }
    Path kept = held.heldFile(place);
    try {
      return stored(requireWhole(key, kept).info(key), place, kept);
    } catch (NoSuchFileException e) {
      throw new NoSuchBlobException(key);
    }
  }

  /** A copy of damage would look like a copy: each segment is opened once before it is copied. */
  private BlobHeader requireWhole(BlobKey key, Path file) throws IOException {
    try (BlobReader reader = BlobReader.open(file, key, codec)) {
      reader.requireWhole();
      return reader.header();
    }
  }

  private Stored stored(BlobInfo info, Path place, Path file) throws IOException {
    FileChannel bytes = FileChannel.open(file, StandardOpenOption.READ);
    return new Stored(info, tree.relative(place).toString(), bytes.size(), bytes);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      held.end();
    }
  }
}
