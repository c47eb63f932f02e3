package io.lamina.operations.copy;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup holds, in text, written last: a folder without it is no backup. A line is {@code
 * <word> <value>} or {@code file <sha256> <bytes> <name>}; the last one has the SHA-256 of all
 * before it.
 *
 * @param version of the platform that made it
 * @param database {@code h2} or {@code postgresql}
 * @param objects files of {@link BackupFolder#OBJECTS}
 * @param bytes of them all
 * @param files every other file, by its name below the folder, with slashes
 */
public record Manifest(
    String version,
    String begun,
    String database,
    long objects,
    long bytes,
    Map<String, DurableFiles.Written> files) {
  static final String NAME = "manifest";

  private static final String FORMAT = "lamina-backup 1";
  private static final long MOST_BYTES = 64L << 20;

  public Manifest {
    files = new TreeMap<>(files);
  }

  void writeTo(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(FORMAT + "\n");
    text.append("version ").append(version).append('\n');
    text.append("begun ").append(begun).append('\n');
    text.append("database ").append(database).append('\n');
    text.append("objects ").append(objects).append('\n');
    text.append("bytes ").append(bytes).append('\n');
    files.forEach(
        (name, file) ->
            text.append("file ")
                .append(file.sha256())
                .append(' ')
                .append(file.size())
                .append(' ')
                .append(name)
                .append('\n'));
    String hash = hash(text.toString());
    text.append("end ").append(hash).append('\n');
    DurableFiles.write(folder.resolve(NAME), text.toString());
  }

  /**
   * @throws LaminaException in words for hospital IT where there is none, or it is damaged or newer
   */
  public static Manifest readFrom(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.notExists(file)) {
      throw refused(
          folder
              + " is no complete backup: there is no file 'manifest' in it, which is written last");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused("The manifest of the backup is damaged");
      }
      return parse(Files.readString(file));
    } catch (NoSuchFileException | RuntimeException e) {
      if (e instanceof LaminaException refusal) {
        throw refusal;
      }
      throw refused("The manifest of the backup is damaged");
    }
  }

  private static Manifest parse(String text) {
    int end = text.lastIndexOf("\nend ") + 1;
    if (end == 0 || !text.substring(end).equals("end " + hash(text.substring(0, end)) + "\n")) {
      throw refused("The manifest of the backup is damaged");
    }
    List<String> lines = text.substring(0, end).lines().toList();
    if (!lines.get(0).equals(FORMAT)) {
      throw refused("The backup was made by a newer Lamina: restore it with that version");
    }
    Map<String, String> words = new LinkedHashMap<>();
    Map<String, DurableFiles.Written> files = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" ", 2);
      if (parts[0].equals("file")) {
        String[] file = parts[1].split(" ", 3);
        files.put(
            BackupFolder.requireInside(file[2]),
            new DurableFiles.Written(Long.parseLong(file[1]), file[0]));
      } else {
        words.put(parts[0], parts[1]);
      }
    }
    return new Manifest(
        words.get("version"),
        words.get("begun"),
        words.get("database"),
        Long.parseLong(words.get("objects")),
        Long.parseLong(words.get("bytes")),
        files);
  }

  private static String hash(String text) {
    return HexFormat.of()
        .formatHex(DurableFiles.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static LaminaException refused(String message) {
    return new LaminaException(ErrorKind.CONFLICT, message);
  }
}
