package io.lamina.storage.disk;

import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.nio.file.Path;

/** Converts a folder in a process of its own, to be killed. */
final class ConversionVictim {
  private ConversionVictim() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println("begins");
    System.out.flush();
    new BlobConversion().convert(Path.of(arguments[0]), new FakeKeyVault(), System.out::println);
  }
}
