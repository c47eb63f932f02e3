package io.lamina.contract.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Known contents, and the search for them in every file of a folder. */
public final class Plaintext {
  private final Map<String, byte[]> wanted = new LinkedHashMap<>();

  /** A text in each encoding in which something might keep it. */
  public Plaintext text(String text) {
    wanted.put(text + " in UTF-8", text.getBytes(StandardCharsets.UTF_8));
    wanted.put(text + " in UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
    wanted.put(text + " in UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
    return this;
  }

  /** Runs of bytes out of a content: its begin, middle and end. */
  public Plaintext bytes(String name, byte[] content, int length) {
    for (final int from : new int[] {0, (content.length - length) / 2, content.length - length}) {
      wanted.put(name + " at " + from, Arrays.copyOfRange(content, from, from + length));
    }
    return this;
  }

  /** Which of it is in which file, empty when none is anywhere. Files may vanish meanwhile. */
  public List<String> in(Path folder) {
    final List<String> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (final Path file : walk.toList()) {
        if (!Files.isRegularFile(file)) {
          continue;
        }
        try {
          final byte[] content = Files.readAllBytes(file);
          for (final String name : search(content)) {
            found.add(name + " in " + folder.relativize(file));
          }
        } catch (NoSuchFileException e) {
          // a temporary file whose time was over
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** One pass over the content, whatever the number of things wanted. */
  private Set<String> search(byte[] content) {
    final List<List<Map.Entry<String, byte[]>>> byFirst = new ArrayList<>();
    for (int first = 0; first < 256; first++) {
      byFirst.add(new ArrayList<>());
    }
    wanted.entrySet().forEach(each -> byFirst.get(each.getValue()[0] & 0xff).add(each));
    final Set<String> names = new TreeSet<>();
    for (int at = 0; at < content.length; at++) {
      for (final Map.Entry<String, byte[]> each : byFirst.get(content[at] & 0xff)) {
        final byte[] bytes = each.getValue();
        if (at + bytes.length <= content.length
            && Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length)) {
          names.add(each.getKey());
        }
      }
    }
    return names;
  }
}
