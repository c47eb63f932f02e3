package io.lamina.keys.vault;

import io.lamina.keys.vault.KeysetFile.Opened;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one data folder: the key file outside of it wraps the keyset inside (C-093, D-16).
 * Every step of making and changing them leaves a state that the next start finishes.
 */
public final class Installation {
  private final Path data;
  private final KeyFile keyFile;
  private final KeysetFile keysetFile;
  private final Path converting;
  private final Clock clock;

  /** What {@link #open} found or made. */
  public record Opening(KeysetVault vault, String keyFileId, boolean created) {}

  /**
   * @param data the data folder
   * @param keyFile null for the file beside it, {@code <data>.key}
   */
  public Installation(Path data, Path keyFile) {
    this(data, keyFile, Clock.systemUTC());
  }

  Installation(Path data, Path keyFile, Clock clock) {
    this.data = data.toAbsolutePath().normalize();
    this.keyFile =
        new KeyFile(
            keyFile == null
                ? this.data.resolveSibling(this.data.getFileName() + ".key")
                : keyFile.toAbsolutePath());
    this.keysetFile = new KeysetFile(folder());
    this.converting = folder().resolve("converting");
    this.clock = clock;
  }

  public Path keyFile() {
    return keyFile.path();
  }

  /**
   * Opens the keyset; makes it, and the key file where there is none, for a data folder that holds
   * nothing yet.
   *
   * @throws KeysException where that is not possible; nothing was created or changed then
   */
  public Opening open() throws KeysException {
    try {
      if (hasKeyset()) {
        if (Files.exists(converting)) {
          throw new KeysException(
              "The encryption of the data in "
                  + data
                  + " was begun and not finished: run bin/lamina encrypt again");
        }
        return new Opening(existing(), keyFileId(), false);
      }
      PlainData.refuse(data);
      KeysetVault made = create();
      return new Opening(made, keyFileId(), true);
    } catch (IOException e) {
      throw new KeysException("The keys cannot be read or written: " + e, e);
    }
  }

  /**
   * Opens or makes the keyset for the conversion of unencrypted data. Until {@link #endConversion}
   * no other start opens a keyset that was made here. Where there was one already, the conversion
   * finds what it left, such as a store that it was not told of, and starts go on.
   *
   * @return created where {@link #endConversion} is still to come
   */
  public Opening beginConversion() throws KeysException {
    try {
      if (hasKeyset()) {
        return new Opening(existing(), keyFileId(), Files.exists(converting));
      }
      PlainData.refuseWithoutItsKeyset(data);
      if (!PlainData.isIn(data)) {
        throw new KeysException(
            "There is nothing to encrypt in " + data + ": a start on it encrypts from the first");
      }
      DurableFile.createFolder(folder());
      if (!Files.exists(converting)) {
        DurableFile.create(converting, new byte[0]);
      }
      return new Opening(create(), keyFileId(), true);
    } catch (IOException e) {
      throw new KeysException("The keys cannot be read or written: " + e, e);
    }
  }

  /** Whether this data folder has its keyset. */
  public boolean hasKeyset() {
    return keysetFile.exists();
  }

  /**
   * Looks whether the key file opens the keyset, and changes neither.
   *
   * @throws KeysException where it does not
   */
  public void requireOpens() throws KeysException {
    try {
      requireKeyFile();
      List<FileKey> keys = keyFile.read();
      if (keysetFile.open(keys).isEmpty() && keysetFile.openPrevious(keys).isEmpty()) {
        throw doesNotBelong();
      }
    } catch (IOException e) {
      throw new KeysException("The keys cannot be read: " + e, e);
    }
  }

  /** All data are encrypted. */
  public void endConversion() throws IOException {
    DurableFile.delete(converting);
  }

  /**
   * Makes a new key of the key file, which wraps the keyset from now on, and a new key that seals
   * from now on. What was sealed before stays readable.
   *
   * @return id of the new key file
   */
  public synchronized String rotate(KeysetVault vault) throws KeysException {
    try {
      Opened before = finishRotation(keyFile.read());
      FileKey fresh = FileKey.random();
      keyFile.replace(List.of(fresh, before.by()));
      keysetFile.replace(before.keyset().withNewKey(now()), fresh);
      Opened proven = finishRotation(keyFile.read());
      if (!proven.by().equals(fresh)) {
        throw new KeysException("The new keyset could not be proven: the old one was kept");
      }
      vault.use(proven.keyset());
      return fresh.id();
    } catch (IOException e) {
      throw new KeysException(
          "The key file or the keyset cannot be replaced: " + e + ". The old ones are in use", e);
    }
  }

  private KeysetVault existing() throws KeysException, IOException {
    requireKeyFile();
    return new KeysetVault(finishRotation(keyFile.read()).keyset());
  }

  private void requireKeyFile() throws KeysException {
    if (!keyFile.exists()) {
      throw new KeysException(
          "The data in "
              + data
              + " are encrypted and their key file "
              + keyFile.path()
              + " is not there: put it back, or name its place in LAMINA_KEY_FILE");
    }
  }

  private KeysException doesNotBelong() {
    return new KeysException(
        "The key file "
            + keyFile.path()
            + " does not belong to the data in "
            + data
            + ", or keys/keyset in there is damaged: put the right one back");
  }

  /**
   * Opens the keyset and brings a rotation that was interrupted to one of its two ends: the key
   * that opens the keyset is the only one of the key file then.
   */
  private Opened finishRotation(List<FileKey> keys) throws KeysException, IOException {
    Optional<Opened> current = keysetFile.open(keys);
    if (current.isEmpty()) {
      current = keysetFile.openPrevious(keys);
      if (current.isPresent()) {
        keysetFile.restorePrevious();
      }
    }
    Opened opened = current.orElseThrow(this::doesNotBelong);
    if (keys.size() > 1) {
      keyFile.replace(List.of(opened.by()));
    }
    if (keysetFile.hasPrevious()) {
      keysetFile.dropPrevious();
    }
    return opened;
  }

  private KeysetVault create() throws KeysException, IOException {
    DurableFile.createFolder(folder());
    try (FileChannel lockFile =
            FileChannel.open(
                folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock alone = lockFile.lock()) {
      if (!keysetFile.exists()) {
        if (!keyFile.exists()) {
          keyFile.create(FileKey.random());
        }
        keysetFile.create(Keyset.random(now()), keyFile.read().get(0));
      }
      return existing();
    }
  }

  private String keyFileId() throws KeysException {
    return keyFile.read().get(0).id();
  }

  private Path folder() {
    return data.resolve("keys");
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
