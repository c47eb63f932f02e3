package io.lamina.contract.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL server of its own that can be made to hang: it neither answers nor refuses. */
public final class HangingPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final Path folder;

  public HangingPostgres(Path folder) throws IOException {
    this.folder = folder.resolve("postgres");
    Reaper.watch(this.folder);
    this.server = EmbeddedPostgres.builder().setDataDirectory(this.folder).start();
  }

  public Map<String, String> environment() {
    return Map.of(
        "LAMINA_DB_URL",
        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
        "LAMINA_DB_USER",
        "postgres",
        "LAMINA_DB_PASSWORD",
        "postgres");
  }

  /** SIGSTOP to all its processes. */
  public void hang() {
    signal("STOP");
  }

  public void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      final long pid =
          Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim());
      final ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      final List<String> pids =
          Stream.concat(Stream.of(postmaster), postmaster.descendants())
              .map(process -> Long.toString(process.pid()))
              .toList();
      for (final String each : pids) {
        new ProcessBuilder("kill", "-" + name, each).start().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    goOn();
    server.close();
  }
}
