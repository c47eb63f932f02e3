package io.lamina.keys.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * The keyset in the data folder, wrapped by the key file: {@code lamina-keyset-1 <id of the file
 * key> <AES-256-GCM, Base64>}. While a new one is proven, the one before lies beside it.
 */
final class KeysetFile {
  private static final String FORMAT = "lamina-keyset-1";
  private static final int MAX_BYTES = 1_000_000;

  private final Path file;
  private final Path previous;

  /** A keyset, and the key of the key file that opened it. */
  record Opened(Keyset keyset, FileKey by) {}

  KeysetFile(Path folder) {
    this.file = folder.resolve("keyset");
    this.previous = folder.resolve("keyset.previous");
  }

  boolean exists() {
    return Files.exists(file) || Files.exists(previous);
  }

  boolean hasPrevious() {
    return Files.exists(previous);
  }

  void create(Keyset keyset, FileKey key) throws IOException {
    DurableFile.create(file, wrap(keyset, key));
  }

  /** The one before stays until {@link #dropPrevious}. */
  void replace(Keyset keyset, FileKey key) throws IOException {
    DurableFile.link(file, previous);
    DurableFile.replace(file, wrap(keyset, key));
  }

  void restorePrevious() throws IOException {
    Files.move(previous, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void dropPrevious() throws IOException {
    DurableFile.delete(previous);
  }

  /** Empty where none of the keys opens it. */
  Optional<Opened> open(List<FileKey> keys) throws IOException {
    return open(file, keys);
  }

  Optional<Opened> openPrevious(List<FileKey> keys) throws IOException {
    return open(previous, keys);
  }

  private static Optional<Opened> open(Path from, List<FileKey> keys) throws IOException {
    if (Files.notExists(from) || Files.size(from) > MAX_BYTES) {
      return Optional.empty();
    }
    String[] words = new String(Files.readAllBytes(from), StandardCharsets.US_ASCII).split("\\s+");
    if (words.length != 3 || !words[0].equals(FORMAT)) {
      return Optional.empty();
    }
    for (FileKey key : keys) {
      try {
        byte[] sealed = Base64.getDecoder().decode(words[2]);
        byte[] encoded = AesGcm.open(key.wrapping(), sealed, context(key));
        return Optional.of(new Opened(Keyset.decode(encoded), key));
      } catch (AEADBadTagException | IllegalArgumentException e) {
        // another key's, or damaged
      }
    }
    return Optional.empty();
  }

  private static byte[] wrap(Keyset keyset, FileKey key) {
    byte[] sealed = AesGcm.seal(key.wrapping(), keyset.encode(), context(key));
    String text = header(key) + " " + Base64.getEncoder().encodeToString(sealed) + "\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] context(FileKey key) {
    return header(key).getBytes(StandardCharsets.US_ASCII);
  }

  private static String header(FileKey key) {
    return FORMAT + " " + key.id();
  }
}
