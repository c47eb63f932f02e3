package io.lamina.contract.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own that can be filled to the last byte. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Skips the test where it may not be mounted: that takes root on Linux. */
  public static SmallDisk mount(int mib) {
    try {
      final Path folder = Files.createTempDirectory("lamina-small-disk");
      Reaper.watch(folder);
      if (!ran("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", folder.toString())) {
        Files.delete(folder);
        Assumptions.abort("skipped: a small file system can be mounted by root on Linux alone");
      }
      return new SmallDisk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  public long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Takes all the room there is but so much, until {@link #giveBack}. */
  public void fillUpTo(long left) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast())) {
      final byte[] some = new byte[64 << 10];
      while (freeBytes() > left + some.length) {
        out.write(some);
      }
      while (left == 0) {
        out.write(some, 0, 512);
      }
    } catch (IOException full) {
      // that is what was wanted
    }
  }

  public void giveBack() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static boolean ran(String... command) {
    try {
      final Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    ran("umount", folder.toString());
    Files.deleteIfExists(folder);
  }
}
