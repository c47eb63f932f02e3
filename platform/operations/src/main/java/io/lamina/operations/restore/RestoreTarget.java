package io.lamina.operations.restore;

import io.lamina.api.error.LaminaException;
import io.lamina.api.files.FolderTree;
import io.lamina.operations.copy.Places;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The places that a restore fills, each of which has to be empty, or its own half-done work. */
final class RestoreTarget {
  /** bin/lamina looks for it before each start. */
  static final String MARKER = "restore-incomplete";

  private final Path data;
  private final Path objects;
  private final Path heads;

  RestoreTarget(Places places) {
    this.data = places.data();
    this.objects = places.objects();
    this.heads = places.heads();
  }

  Path marker() {
    return data.resolve(MARKER);
  }

  /**
   * @throws LaminaException where something would be overwritten
   */
  void requireEmpty() throws IOException {
    Path marker = marker();
    boolean again = Files.exists(marker);
    if (!again && !isFree()) {
      throw Restore.refused(
          data
              + " is not empty: a restore fills a new folder only; name another one in"
              + " LAMINA_DATA");
    }
    // other places than those that a stopped restore worked on may be somebody's
    if (again && Files.readString(marker).equals(elsewhere())) {
      return;
    }
    if (!isEmpty(objects)) {
      throw Restore.refused(
          data
              + "'s store "
              + objects
              + " is not empty: name another folder in LAMINA_STORAGE_ROOT (root in"
              + " etc/io.lamina.storage.cfg)");
    }
    if (!isEmpty(heads)) {
      throw Restore.refused(
          "The folder of the audit trail's heads, "
              + heads
              + ", is not empty: name a new one in LAMINA_AUDIT_HEADS_FOLDER (heads.folder in"
              + " etc/io.lamina.audit.cfg), and keep the old one: it vouches for what came after"
              + " the backup");
    }
  }

  /** Whether the data folder holds nothing but what a restore itself makes. */
  private boolean isFree() throws IOException {
    if (Files.notExists(data)) {
      return true;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
      for (Path entry : entries) {
        if (!belongsToTheRestore(entry) && !(isMountPoint(entry) && isEmpty(entry))) {
          return false;
        }
      }
    }
    return true;
  }

  /** What is filled besides the data folder, as the marker names it. */
  String elsewhere() {
    return objects.toAbsolutePath().normalize() + "\n" + heads.toAbsolutePath().normalize() + "\n";
  }

  private static boolean isEmpty(Path folder) throws IOException {
    return Files.notExists(folder) || holds(folder, FolderTree.LOST_AND_FOUND);
  }

  /** Removes what a stopped restore left; the marker and the lock of bin/lamina stay. */
  void clear() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
      for (Path entry : entries) {
        if (!belongsToTheRestore(entry)) {
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            FolderTree.empty(entry);
          }
          if (!isMountPoint(entry)) {
            Files.delete(entry);
          }
        }
      }
    }
    FolderTree.empty(objects);
    FolderTree.empty(heads);
  }

  private static boolean belongsToTheRestore(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    return name.equals(MARKER)
        || name.equals(FolderTree.LOST_AND_FOUND)
        || (name.equals("run") && holds(entry, "lock"));
  }

  /** Whether another file system is mounted here, as the store's may be. */
  private static boolean isMountPoint(Path folder) {
    return Files.isDirectory(folder.resolve(FolderTree.LOST_AND_FOUND), LinkOption.NOFOLLOW_LINKS)
        && !Files.isSymbolicLink(folder);
  }

  /** Whether this is all that a folder holds. */
  private static boolean holds(Path folder, String only) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!entry.getFileName().toString().equals(only)) {
          return false;
        }
      }
      return true;
    }
  }
}
