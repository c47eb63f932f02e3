package io.lamina.dicom.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Loads OpenCV once. In OSGi the framework finds it by Bundle-NativeCode; on a plain class path, as
 * in tests, it is taken out of the toolkit's jar.
 */
final class NativeLibrary {
  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() throws IOException {
    if (loaded) {
      return;
    }
    try {
      System.loadLibrary("opencv_java");
    } catch (UnsatisfiedLinkError notByFramework) {
      loadFromClassPath(notByFramework);
    }
    loaded = true;
  }

  private static void loadFromClassPath(UnsatisfiedLinkError reason) throws IOException {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!os.contains("linux") || !(arch.equals("amd64") || arch.equals("x86_64"))) {
      throw reason;
    }
    try (InputStream library =
        NativeLibrary.class.getResourceAsStream("/lib/linux-x86_64/libopencv_java.so")) {
      if (library == null) {
        throw reason;
      }
      Path copy = Files.createTempFile("lamina-opencv", ".so");
      try {
        Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
        System.load(copy.toString());
      } finally {
        Files.delete(copy);
      }
    }
  }
}
