package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.keys.KeyVault;
import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Stores over a folder, as tests want them. */
public final class Disk {
  private Disk() {}

  public static DiskBlobStore store(Path root) throws IOException {
    return store(root, () -> Long.MAX_VALUE);
  }

  public static DiskBlobStore store(Path root, LongSupplier free) throws IOException {
    return store(root, free, new FakeKeyVault());
  }

  static DiskBlobStore store(Path root, LongSupplier free, KeyVault vault) throws IOException {
    return new DiskBlobStore(
        new BlobFolder(root), new Reserve(free::getAsLong, 1000), 8, Clock.systemUTC(), vault);
  }

  public static StagedBlob staged(DiskBlobStore store, byte[] content) throws IOException {
    StagedBlob blob = store.stage("image/png");
    try (OutputStream sink = blob.sink()) {
      sink.write(content);
    }
    return blob;
  }

  public static byte[] content(DiskBlobStore store, BlobKey key) throws IOException {
    try (ByteSource source = store.open(key);
        InputStream in = source.stream()) {
      return in.readAllBytes();
    }
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static BlobKey key(String value) {
    return new BlobKey(value);
  }

  /** Files below a folder of the store, such as {@code incoming}. */
  public static List<Path> files(Path root, String folder) {
    try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only file of the objects folder. */
  static Path onlyObject(Path root) {
    List<Path> files = files(root, "objects");
    if (files.size() != 1) {
      throw new IllegalStateException("Wanted one object, found " + files.size());
    }
    return files.get(0);
  }

  /** Overwrites bytes of a file as a crash or a bad disk would. */
  static void damage(Path file, int position, int... bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      all[position + i] = (byte) bytes[i];
    }
    Files.write(file, all);
  }

  static void zero(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Arrays.fill(all, (byte) 0);
    Files.write(file, all);
  }
}
