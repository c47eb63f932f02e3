package io.lamina.operations.restore;

import io.lamina.api.error.LaminaException;
import io.lamina.operations.copy.Places;
import io.lamina.operations.copy.Settings;
import io.lamina.persistence.DatabaseRestore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code bin/lamina restore}: outside the platform, which is stopped. Arguments are the backup, the
 * data folder, the distribution's etc and its version.
 */
public final class RestoreProgram {
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  RestoreProgram(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new RestoreProgram(System.getenv(), System.out, System.err).run(arguments));
  }

  /** 0, or 1 and one line on standard error. */
  int run(String... arguments) {
    Path backup = Path.of(arguments[0]);
    Path data = Path.of(arguments[1]);
    Settings settings = new Settings(Path.of(arguments[2]), environment);
    try {
      new Restore(
              backup,
              Places.of(data, null, settings),
              database(settings),
              arguments[3],
              line -> out.println("lamina: " + line))
          .run();
      tellOfConfiguration(backup.resolve("etc"), settings.etc());
      return 0;
    } catch (LaminaException e) {
      err.println("lamina: " + e.getMessage());
    } catch (IOException e) {
      err.println(
          "lamina: the restore stopped: "
              + e
              + ". Lamina does not start on what is there; run it again, or empty "
              + data);
    } catch (InterruptedException e) {
      err.println("lamina: interrupted");
    }
    return 1;
  }

  private static DatabaseRestore database(Settings settings) throws IOException {
    String url = settings.get("LAMINA_DB_URL", "persistence", "db.url");
    return url.isEmpty()
        ? null
        : DatabaseRestore.postgresql(
            url,
            settings.get("LAMINA_DB_USER", "persistence", "db.user"),
            settings.get("LAMINA_DB_PASSWORD", "persistence", "db.password"));
  }

  /** The distribution is the operator's: nothing is overwritten there. */
  private void tellOfConfiguration(Path before, Path now) throws IOException {
    if (Files.notExists(before)) {
      return;
    }
    try (var files = Files.newDirectoryStream(before)) {
      for (Path file : files) {
        Path mine = now.resolve(file.getFileName());
        if (Files.notExists(mine) || Files.mismatch(file, mine) >= 0) {
          out.println(
              "lamina: your " + mine + " differs from the backup's " + file + ": compare them");
        }
      }
    }
  }
}
