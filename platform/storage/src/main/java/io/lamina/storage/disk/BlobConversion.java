package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.keys.Conversion;
import io.lamina.api.keys.KeyVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Encrypts the objects of an installation from before, one by one: an encrypted copy is made
 * durable beside its place and takes it in one step. What a killed run did is found encrypted. Runs
 * without a logger: bin/lamina has the bundles alone on its class path.
 */
public final class BlobConversion implements Conversion {
  private static final int PROGRESS = 1000;
  private static final int MOST_NAMED = 100;
  private static final String OBJECTS = "objects";
  private static final String DAMAGED = "damaged, so not encrypted: ";

  @Override
  public boolean holdsEncrypted(Path data) throws IOException {
    Path objects = root(data).resolve(OBJECTS);
    if (Files.notExists(objects)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(objects)) {
      for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
        Path file = each.next();
        if (isObject(file) && PlainBlob.kind(file) == PlainBlob.Kind.ENCRYPTED) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean convert(Path data, KeyVault keys, Consumer<String> progress) throws IOException {
    Path root = root(data);
    Path objects = root.resolve(OBJECTS);
    if (Files.notExists(objects)) {
      if (!wasInUse(data)) {
        progress.accept("no objects");
        return true;
      }
      progress.accept(
          "there is a database, but no folder "
              + objects
              + ": set LAMINA_STORAGE_ROOT (root in etc/io.lamina.storage.cfg) as for the server");
      return false;
    }
    Path incoming = OwnerOnly.createFolder(root.resolve("incoming"));
    discardIncoming(incoming);
    return new Run(objects, incoming, new HeaderCodec(keys), progress).all();
  }

  /** Whether a server ran on it, which made the folder of objects wherever it was to be. */
  private static boolean wasInUse(Path data) {
    return Files.exists(data.resolve("db").resolve("lamina.mv.db"))
        || Files.exists(data.resolve("storage"));
  }

  private static boolean isObject(Path file) {
    return file.getFileName().toString().endsWith(ObjectTree.SUFFIX) && Files.isRegularFile(file);
  }

  /** The folder that etc/io.lamina.storage.cfg or the environment names, as for the store. */
  private static Path root(Path data) throws IOException {
    String named = System.getenv("LAMINA_STORAGE_ROOT");
    String etc = System.getProperty("karaf.etc");
    if (named == null && etc != null && Files.exists(Path.of(etc, "io.lamina.storage.cfg"))) {
      Properties settings = new Properties();
      try (InputStream in = Files.newInputStream(Path.of(etc, "io.lamina.storage.cfg"))) {
        settings.load(in);
      }
      named = settings.getProperty("root");
    }
    return named == null || named.isBlank() ? data.resolve("blobs") : Path.of(named.strip());
  }

  /** Nobody writes them any more, and none was acknowledged. */
  private static void discardIncoming(Path incoming) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** One run over all objects, with its counts. */
  private static final class Run {
    private final Path objects;
    private final Path incoming;
    private final HeaderCodec codec;
    private final Consumer<String> progress;
    private final Set<Path> unflushed = new HashSet<>();
    private long converted;
    private long before;
    private long wrongHash;
    private long lost;
    private long failed;

    Run(Path objects, Path incoming, HeaderCodec codec, Consumer<String> progress) {
      this.objects = objects;
      this.incoming = incoming;
      this.codec = codec;
      this.progress = progress;
    }

    boolean all() throws IOException {
      try (Stream<Path> files = Files.walk(objects)) {
        for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
          Path file = each.next();
          if (isObject(file)) {
            one(file);
          }
        }
      }
      flushFolders();
      progress.accept(
          converted + " objects were encrypted, " + before + " were before, " + failed + " failed");
      if (lost > 0) {
        progress.accept(lost + " objects without content, which a crash left, were removed");
      }
      if (wrongHash > 0) {
        progress.accept(
            wrongHash + " objects did not match their hash before; they are kept as they were");
      }
      return failed == 0;
    }

    private void one(Path file) throws IOException {
      switch (PlainBlob.kind(file)) {
        case ENCRYPTED -> encryptedBefore(file);
        case LOST -> {
          Files.delete(file);
          lost++;
        }
        case DAMAGED -> fail(file, DAMAGED);
        case PLAIN -> {
          PlainBlob plain = PlainBlob.of(file);
          if (Files.size(file) == BlobHeader.LENGTH + plain.size()) {
            encrypt(file, plain);
          } else if (plain.durable()) {
            fail(file, DAMAGED);
          } else {
            Files.delete(file);
            lost++;
          }
        }
      }
    }

    /** By these keys: what others sealed, nobody could read after the start. */
    private void encryptedBefore(Path file) throws IOException {
      try (BlobReader reader = BlobReader.open(file, key(file), codec)) {
        before++;
      } catch (LostBlobException e) {
        // a crash left it so, and the store removes it when it is looked for
        before++;
      } catch (DamagedBlobException e) {
        fail(file, "does not open with the keys in keys/keyset: ");
      }
    }

    private void fail(Path file, String why) {
      failed++;
      if (failed <= MOST_NAMED) {
        progress.accept(why + file + "; put what belongs there in its place, or move it away");
      }
    }

    private void encrypt(Path file, PlainBlob plain) throws IOException {
      BlobKey key = key(file);
      Path copy = incoming.resolve(UUID.randomUUID().toString());
      BlobWriter writer = new BlobWriter(copy, new Reserve(() -> Long.MAX_VALUE, 0));
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = writer) {
        in.skipNBytes(BlobHeader.LENGTH);
        in.transferTo(out);
      }
      if (!writer.sha256OfContent().equals(plain.sha256())) {
        wrongHash++;
      }
      BlobHeader header =
          new BlobHeader(
              plain.size(),
              plain.sha256(),
              writer.dataKey(),
              plain.contentType(),
              plain.storedAt(),
              plain.durable(),
              plain.incarnation());
      try (FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        BlobWriter.seal(out, codec.encode(header, key));
        out.force(true);
      }
      requireReadsBack(copy, key, writer.sha256OfContent());
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
      unflushed.add(file.getParent());
      if (++converted % PROGRESS == 0) {
        flushFolders();
        progress.accept(converted + " objects encrypted ...");
      }
    }

    /** The plain file goes only after the encrypted one was read to its end. */
    private void requireReadsBack(Path copy, BlobKey key, String sha256) throws IOException {
      try (BlobReader reader = BlobReader.open(copy, key, codec)) {
        Optional<String> read = reader.hash();
        if (read.isEmpty() || !read.get().equals(sha256)) {
          throw new IOException("An encrypted object does not read back; the disk may be failing");
        }
      }
    }

    private BlobKey key(Path file) {
      String name = objects.relativize(file).toString();
      return new BlobKey(name.substring(0, name.length() - ObjectTree.SUFFIX.length()));
    }

    private void flushFolders() throws IOException {
      for (Path each : unflushed) {
        try (FileChannel entries = FileChannel.open(each, StandardOpenOption.READ)) {
          entries.force(true);
        }
      }
      unflushed.clear();
    }
  }
}
