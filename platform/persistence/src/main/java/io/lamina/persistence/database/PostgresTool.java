package io.lamina.persistence.database;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * PostgreSQL's own programs, as they lie on the PATH. Where the database is and its password go by
 * their environment, which other users cannot see, never by their arguments.
 *
 * @param environment of libpq
 */
record PostgresTool(Map<String, String> environment) {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final int MOST_OUTPUT = 64 * 1024;

  /**
   * @param url of JDBC
   * @param user empty where the URL or the system says it
   */
  static PostgresTool of(String url, String user, String password) {
    Properties address = Driver.parseURL(url, new Properties());
    if (address == null) {
      throw new LaminaException(
          ErrorKind.CONFLICT, "LAMINA_DB_URL is no address of a PostgreSQL database");
    }
    Map<String, String> environment = new HashMap<>();
    Map.of(
            "PGHOST", "PGHOST",
            "PGPORT", "PGPORT",
            "PGDBNAME", "PGDATABASE",
            "user", "PGUSER",
            "password", "PGPASSWORD",
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT")
        .forEach(
            (property, variable) -> {
              if (address.getProperty(property) != null) {
                environment.put(variable, address.getProperty(property));
              }
            });
    if (!user.isEmpty()) {
      environment.put("PGUSER", user);
      environment.put("PGPASSWORD", password);
    }
    environment.put("PGAPPNAME", "lamina-backup");
    environment.put("LC_ALL", "C");
    return new PostgresTool(Map.copyOf(environment));
  }

  /**
   * @param serverVersion major, such as 15; 0 where any will do
   * @throws LaminaException 409 where the program is absent, or too old for the server
   */
  void require(String program, int serverVersion) throws IOException, InterruptedException {
    String output;
    try {
      output = run(List.of(program, "--version"));
    } catch (IOException e) {
      throw new LaminaException(
          ErrorKind.CONFLICT,
          "The program "
              + program
              + " is not on the PATH of Lamina: install PostgreSQL's client programs (Debian:"
              + " postgresql-client), version "
              + (serverVersion == 0 ? "of the server" : serverVersion)
              + " or later",
          e);
    }
    Matcher version = VERSION.matcher(output);
    if (!version.find() || Integer.parseInt(version.group(1)) < serverVersion) {
      throw new LaminaException(
          ErrorKind.CONFLICT,
          program
              + " is older than the server of the database: install PostgreSQL's client programs,"
              + " version "
              + serverVersion
              + " or later");
    }
  }

  /**
   * Runs a program to its end.
   *
   * @return what it printed, both streams, at most 64 KiB
   * @throws IOException where it is absent or fails; with what it printed, for the log
   */
  String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
      process.getInputStream().skip(Long.MAX_VALUE);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(command.get(0) + " ended with " + exit + ": " + output.strip());
      }
      return output.strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
