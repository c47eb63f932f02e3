package io.lamina.operations.copy;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.files.FolderTree;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A backup being written: {@code database/}, {@code data/} (small files of the data folder), {@code
 * etc/}, {@code objects/}, {@code objects.list} (SHA-256, bytes and name of each file in it), where
 * something was found wrong a {@code report} of it, and at last the manifest. Until then a file
 * {@code incomplete} says that whatever is here may go.
 */
public final class BackupFolder implements Closeable {
  public static final String OBJECTS = "objects";
  public static final String LIST = "objects.list";
  public static final String DATABASE = "database";
  public static final String DATA = "data";
  public static final String ETC = "etc";
  public static final String REPORT = "report";

  private static final String INCOMPLETE = "incomplete";
  private static final String NOTE = "This backup is not complete. Remove it.\n";

  private final Path root;
  private final boolean created;
  private final BufferedWriter list;
  private final Map<String, DurableFiles.Written> files = new TreeMap<>();
  private BufferedWriter report;
  private long objects;
  private long bytes;
  private boolean complete;

  private BackupFolder(Path root, boolean created) throws IOException {
    this.root = root;
    this.created = created;
    this.list = Files.newBufferedWriter(root.resolve(LIST));
  }

  /**
   * Refuses a folder that holds anything but what an interrupted backup left there.
   *
   * @throws LaminaException 409
   */
  public static void requireUsable(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new LaminaException(ErrorKind.CONFLICT, root + " is no folder");
    }
    if (!isEmpty(root)
        && (!isNote(root.resolve(INCOMPLETE)) || Files.exists(root.resolve(Manifest.NAME)))) {
      throw new LaminaException(
          ErrorKind.CONFLICT, root + " is not empty: name a new folder for each backup");
    }
  }

  public static BackupFolder create(Path root) throws IOException {
    requireUsable(root);
    boolean created = Files.notExists(root);
    DurableFiles.createFolder(root);
    FolderTree.empty(root);
    DurableFiles.write(root.resolve(INCOMPLETE), NOTE);
    return new BackupFolder(root, created);
  }

  /** The name alone may be somebody's own. */
  private static boolean isNote(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == NOTE.length()
        && Files.readString(file, StandardCharsets.ISO_8859_1).equals(NOTE);
  }

  /** Also where it is a mount point with nothing but the file system's own folder in it. */
  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!entry.endsWith(FolderTree.LOST_AND_FOUND)
            || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @throws IllegalArgumentException for a name that leads out of its folder
   */
  public static String requireInside(String name) {
    Path path = Path.of(name).normalize();
    if (path.isAbsolute() || path.startsWith("..") || !path.toString().equals(name)) {
      throw new IllegalArgumentException("A name leads out of its folder");
    }
    return name;
  }

  /** A new, empty folder in which the database's own tool writes. */
  public Path databaseFolder() throws IOException {
    Path folder = root.resolve(DATABASE);
    DurableFiles.createFolder(folder);
    return folder;
  }

  /** Takes the files of the database folder as they are now. */
  public void takeDatabase() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve(DATABASE))) {
      for (Path file : all) {
        DurableFiles.flushFile(file);
        files.put(DATABASE + "/" + file.getFileName(), DurableFiles.measure(file));
      }
    }
  }

  /**
   * @param name below the folder, with slashes
   */
  public void add(String name, Path from) throws IOException {
    files.put(name, DurableFiles.copy(from, root.resolve(name)));
  }

  /** Whether a file was added under this name. */
  public boolean has(String name) {
    return files.containsKey(name);
  }

  /** Tells whoever restores it of something that is not as it was. */
  public void report(String line) throws IOException {
    if (report == null) {
      report = Files.newBufferedWriter(root.resolve(REPORT));
    }
    report.write(line + "\n");
  }

  /**
   * @param name below the store's folder of objects
   */
  public void addObject(String name, ReadableByteChannel content) throws IOException {
    DurableFiles.Written written =
        DurableFiles.copy(content, root.resolve(OBJECTS).resolve(requireInside(name)));
    list.write(written.sha256() + " " + written.size() + " " + name + "\n");
    objects++;
    bytes += written.size();
  }

  public long objects() {
    return objects;
  }

  public long bytes() {
    return bytes;
  }

  /** Writes the manifest: from now on this is a backup. */
  public void complete(String version, String begun, String database) throws IOException {
    list.close();
    DurableFiles.flushFile(root.resolve(LIST));
    files.put(LIST, DurableFiles.measure(root.resolve(LIST)));
    if (report != null) {
      report.close();
      DurableFiles.flushFile(root.resolve(REPORT));
      files.put(REPORT, DurableFiles.measure(root.resolve(REPORT)));
    }
    DurableFiles.flushFolders(root);
    new Manifest(version, begun, database, objects, bytes, files).writeTo(root);
    Files.delete(root.resolve(INCOMPLETE));
    DurableFiles.flushFolder(root);
    complete = true;
  }

  /** Removes what was written, unless it is complete. */
  @Override
  public void close() throws IOException {
    // on a full disk neither may close
    try {
      list.close();
    } finally {
      try {
        if (report != null) {
          report.close();
        }
      } finally {
        if (!complete) {
          remove();
        }
      }
    }
  }

  private void remove() throws IOException {
    FolderTree.empty(root);
    if (created) {
      Files.delete(root);
    }
  }
}
