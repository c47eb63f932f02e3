package io.lamina.testkit.demo;

import io.lamina.testkit.phantom.CtPhantom;
import io.lamina.testkit.phantom.MaskImage;
import io.lamina.testkit.phantom.Organ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The DICOM files that go up: a phantom made for the purpose, or what the user has. */
final class Source {
  private final CtPhantom phantom;
  private final List<Path> files;
  private final String description;

  private Source(CtPhantom phantom, List<Path> files, String description) {
    this.phantom = phantom;
    this.files = files;
    this.description = description;
  }

  static Source of(Arguments arguments) throws IOException {
    return arguments.paths().isEmpty() ? phantom(arguments) : given(arguments.paths());
  }

  private static Source phantom(Arguments arguments) throws IOException {
    CtPhantom ct = CtPhantom.of(arguments.slices()).seed(arguments.seed());
    long from = System.nanoTime();
    Path folder = arguments.out().resolve("phantom-ct");
    List<Path> files = ct.writeTo(folder);
    return new Source(
        ct,
        files,
        String.format(
            Locale.ROOT,
            "made a phantom CT in %s: %d slices of %d x %d, 16 bit, %s in %s (--seed %d)",
            Screen.time(System.nanoTime() - from),
            files.size(),
            ct.columns(),
            ct.rows(),
            Screen.size(size(files)),
            folder,
            arguments.seed()));
  }

  private static Source given(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new DemoFailure("There is no file or folder " + path);
      }
      try (Stream<Path> below = Files.walk(path)) {
        below.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    if (files.isEmpty()) {
      throw new DemoFailure("There is no file to send in " + paths);
    }
    String description = "found %d files, %s".formatted(files.size(), Screen.size(size(files)));
    return new Source(null, files, description);
  }

  private static long size(List<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    return sum;
  }

  List<Path> files() {
    return files;
  }

  /** For the person who watches. */
  String description() {
    return description;
  }

  /** The true mask of the liver in a slice; empty for real files, of which it is not known. */
  Optional<MaskImage> liver(String sopInstanceUid) {
    if (phantom != null) {
      for (int slice = 0; slice < phantom.size(); slice++) {
        if (phantom.sopInstanceUid(slice).equals(sopInstanceUid)) {
          return Optional.of(phantom.mask(slice, Organ.LIVER));
        }
      }
    }
    return Optional.empty();
  }
}
