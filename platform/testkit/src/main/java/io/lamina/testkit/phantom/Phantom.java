package io.lamina.testkit.phantom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A study of one series, made image by image as it is asked for: memory holds one. The same options
 * give the same bytes.
 */
public interface Phantom {
  String studyInstanceUid();

  String seriesInstanceUid();

  /** Images in the series, 1 and up. */
  int size();

  /** Makes one image; 0 is the first. */
  PhantomInstance instance(int index);

  /** All images, each made when its turn comes. */
  default Stream<PhantomInstance> instances() {
    return IntStream.range(0, size()).mapToObj(this::instance);
  }

  /** Writes every image into a folder, which is made, and returns the files in order. */
  default List<Path> writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int index = 0; index < size(); index++) {
      PhantomInstance instance = instance(index);
      files.add(Files.write(folder.resolve(instance.fileName()), instance.file()));
    }
    return files;
  }
}
