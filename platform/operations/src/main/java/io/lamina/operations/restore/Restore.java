package io.lamina.operations.restore;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.operations.copy.BackupFolder;
import io.lamina.operations.copy.DataFiles;
import io.lamina.operations.copy.DurableFiles;
import io.lamina.operations.copy.Manifest;
import io.lamina.operations.copy.Places;
import io.lamina.operations.copy.StoppedWork;
import io.lamina.persistence.DatabaseRestore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fills an empty data folder from a backup. A file in the data folder, made first and removed last,
 * keeps the platform from starting on half of it, and lets the same command begin anew.
 */
final class Restore {
  private final Path backup;
  private final Path data;
  private final Path objects;
  private final Path heads;
  private final RestoreTarget target;

  /** Null where the backup holds an embedded database. */
  private final DatabaseRestore database;

  private final String version;
  private final Consumer<String> say;

  /**
   * @param places of the installation that is filled; its store and its heads may be elsewhere
   * @param database null where the database is the embedded one
   * @param version of this Lamina
   */
  Restore(
      Path backup, Places places, DatabaseRestore database, String version, Consumer<String> say) {
    this.backup = backup;
    this.data = places.data();
    this.objects = places.objects();
    this.heads = places.heads();
    this.target = new RestoreTarget(places);
    this.database = database;
    this.version = version;
    this.say = say;
  }

  /**
   * @throws LaminaException where it is refused, before anything is written, or the backup is
   *     damaged
   */
  void run() throws IOException, InterruptedException {
    Manifest manifest = Manifest.readFrom(backup);
    requireVersion(manifest);
    requireDatabase(manifest);
    say.accept("Checking the backup of " + manifest.begun());
    for (Map.Entry<String, DurableFiles.Written> file : manifest.files().entrySet()) {
      requireWhole(file.getKey(), file.getValue());
    }
    target.requireEmpty();
    requireRoom(manifest);
    DurableFiles.createFolder(data);
    Path marker = target.marker();
    try (FileChannel file =
            FileChannel.open(marker, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock alone = file.tryLock()) {
      // one that ended since we looked took its marker with it
      if (alone == null || Files.notExists(marker)) {
        throw refused("Another restore works on " + data);
      }
      file.truncate(0);
      file.write(StandardCharsets.UTF_8.encode(target.elsewhere()));
      file.force(true);
      DurableFiles.flushFolder(data);
      fill(manifest);
      Files.delete(marker);
      DurableFiles.flushFolder(data);
    }
    say.accept(
        "Restored "
            + manifest.objects()
            + " objects and the database into "
            + data
            + ". Next: lamina start, then lamina check");
    if (manifest.files().containsKey(BackupFolder.REPORT)) {
      say.accept(
          "Not all was well when the backup was made: read " + backup.resolve(BackupFolder.REPORT));
    }
  }

  private void fill(Manifest manifest) throws IOException, InterruptedException {
    target.clear();
    for (String name : manifest.files().keySet()) {
      if (name.startsWith(BackupFolder.DATA + "/")) {
        DurableFiles.copy(
            backup.resolve(name), place(name.substring(BackupFolder.DATA.length() + 1)));
      } else if (name.startsWith(BackupFolder.DATABASE + "/") && database == null) {
        DurableFiles.copy(
            backup.resolve(name),
            data.resolve("db").resolve(name.substring(BackupFolder.DATABASE.length() + 1)));
      }
    }
    DurableFiles.createFolder(objects);
    copyObjects(manifest);
    if (database != null) {
      say.accept("Restoring the PostgreSQL database");
      for (String name : manifest.files().keySet()) {
        if (name.startsWith(BackupFolder.DATABASE + "/")) {
          database.restore(backup.resolve(name));
        }
      }
    }
    StoppedWork.record(data, "restore", manifest.begun());
    DurableFiles.flushFolders(data);
    DurableFiles.flushFolders(objects);
    if (Files.exists(heads)) {
      DurableFiles.flushFolders(heads);
    }
  }

  /** The heads of the audit trail go where this installation has them. */
  private Path place(String name) {
    return name.startsWith(DataFiles.HEADS + "/")
        ? heads.resolve(name.substring(DataFiles.HEADS.length() + 1))
        : data.resolve(name);
  }

  private void copyObjects(Manifest manifest) throws IOException {
    long count = 0;
    try (BufferedReader list = Files.newBufferedReader(backup.resolve(BackupFolder.LIST))) {
      for (String line = list.readLine(); line != null; line = list.readLine()) {
        String[] parts = line.split(" ", 3);
        String name = BackupFolder.requireInside(parts[2]);
        DurableFiles.Written written;
        try {
          written =
              DurableFiles.copy(
                  backup.resolve(BackupFolder.OBJECTS).resolve(name), objects.resolve(name));
        } catch (NoSuchFileException e) {
          throw damaged(BackupFolder.OBJECTS + "/" + name);
        }
        if (!written.sha256().equals(parts[0])) {
          throw damaged(BackupFolder.OBJECTS + "/" + name);
        }
        if (++count % 1000 == 0) {
          say.accept(count + " of " + manifest.objects() + " objects");
        }
      }
    }
    if (count != manifest.objects()) {
      throw damaged(BackupFolder.LIST);
    }
  }

  private void requireVersion(Manifest manifest) {
    if (compare(manifest.version(), version) > 0) {
      throw refused(
          "The backup was made by Lamina "
              + manifest.version()
              + ", which is newer than this one ("
              + version
              + "): restore it with that version or a later one");
    }
  }

  /** Of versions such as 0.1.0, part by part. */
  static int compare(String one, String other) {
    String[] left = one.split("[.]");
    String[] right = other.split("[.]");
    for (int i = 0; i < 3; i++) {
      int order = Integer.compare(part(left, i), part(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int part(String[] version, int at) {
    String digits = at < version.length ? version[at].replaceAll("[^0-9].*", "") : "";
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private void requireDatabase(Manifest manifest) throws IOException, InterruptedException {
    boolean embedded = manifest.database().equals("h2");
    if (embedded && database != null) {
      throw refused(
          "The backup holds an embedded database: unset LAMINA_DB_URL (db.url in"
              + " etc/io.lamina.persistence.cfg)");
    }
    if (!embedded && database == null) {
      throw refused(
          "The backup holds a PostgreSQL database: create an empty one and name it in"
              + " LAMINA_DB_URL, LAMINA_DB_USER and LAMINA_DB_PASSWORD");
    }
    if (database != null) {
      database.requireEmpty();
    }
  }

  private void requireWhole(String name, DurableFiles.Written expected) throws IOException {
    try {
      if (!DurableFiles.measure(backup.resolve(name)).equals(expected)) {
        throw damaged(name);
      }
    } catch (NoSuchFileException e) {
      throw damaged(name);
    }
  }

  private void requireRoom(Manifest manifest) throws IOException {
    Path existing = objects;
    while (Files.notExists(existing)) {
      existing = existing.getParent();
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    if (!Files.exists(target.marker()) && free < manifest.bytes()) {
      throw refused("There is not enough room in " + existing + " for the backup");
    }
  }

  private static LaminaException damaged(String name) {
    return refused("The backup is damaged: " + name + " is not what was written. Use another one");
  }

  static LaminaException refused(String message) {
    return new LaminaException(ErrorKind.CONFLICT, message);
  }
}
