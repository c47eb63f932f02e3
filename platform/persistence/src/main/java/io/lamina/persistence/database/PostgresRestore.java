package io.lamina.persistence.database;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.persistence.DatabaseRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Restores by pg_restore, in one transaction. */
public final class PostgresRestore implements DatabaseRestore {
  private final PostgresTool tool;
  private final String database;

  public PostgresRestore(String url, String user, String password) {
    this.tool = PostgresTool.of(url, user, password);
    this.database = tool.environment().getOrDefault("PGDATABASE", "");
  }

  @Override
  public void requireEmpty() throws IOException, InterruptedException {
    tool.require("psql", 0);
    tool.require("pg_restore", 0);
    String tables;
    try {
      tables =
          tool.run(
              List.of(
                  "psql",
                  "--no-psqlrc",
                  "--no-password",
                  "--tuples-only",
                  "--no-align",
                  "--command=select count(*) from pg_catalog.pg_class c join"
                      + " pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname not"
                      + " in ('pg_catalog', 'information_schema', 'pg_toast')"));
    } catch (IOException e) {
      throw new LaminaException(
          ErrorKind.CONFLICT,
          "The database of LAMINA_DB_URL does not answer: " + e.getMessage(),
          e);
    }
    if (!tables.equals("0")) {
      throw new LaminaException(
          ErrorKind.CONFLICT,
          "The database '"
              + database
              + "' is not empty: drop it and create it anew, or name another one in LAMINA_DB_URL");
    }
  }

  @Override
  public void restore(Path copy) throws IOException, InterruptedException {
    tool.run(
        List.of(
            "pg_restore",
            "--no-password",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            "--dbname=" + database,
            copy.toString()));
  }
}
