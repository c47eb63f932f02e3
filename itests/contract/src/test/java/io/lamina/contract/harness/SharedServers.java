package io.lamina.contract.harness;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server per database, with limits or without, for all test classes, stopped when the last test
 * has run.
 */
public final class SharedServers implements ParameterResolver {
  /** Limits of the server on PostgreSQL. */
  public static final long SMALL_FILE_BYTES = 10_000_000;

  public static final int SMALL_FILES = 100;

  private static final Namespace SPACE = Namespace.create(SharedServers.class);

  private record Kind(Database database, boolean limits) {}

  /** Lets JUnit's store stop the server at the end of the run. */
  private record Shared(Server server) implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    final On on = context.getRequiredTestClass().getAnnotation(On.class);
    final Server server =
        context
            .getRoot()
            .getStore(SPACE)
            .getOrComputeIfAbsent(
                new Kind(on.value(), on.limits()), SharedServers::start, Shared.class)
            .server();
    if (!server.isAlive()) {
      throw new AssertionError("the shared server died in an earlier test:\n" + server.console());
    }
    return server;
  }

  private static Shared start(Kind kind) {
    final Database database = kind.database();
    final Map<String, String> environment = new HashMap<>(database.environment());
    // small, so that a test can go beyond them; the server with the defaults takes the large
    // uploads
    if (database == Database.POSTGRESQL) {
      environment.put("LAMINA_STUDIES_MAX_FILE_BYTES", Long.toString(SMALL_FILE_BYTES));
      environment.put("LAMINA_STUDIES_MAX_FILES", Integer.toString(SMALL_FILES));
    }
    final boolean documented = database == Database.H2;
    environment.put(
        "LAMINA_HTTP_PORT", Integer.toString(Server.preferredPort(documented ? 8080 : 0)));
    environment.put(
        "LAMINA_HTTP_PORT_2", Integer.toString(Server.preferredPort(documented ? 8000 : 0)));
    if (kind.limits()) {
      environment.put("LAMINA_RATE_LIMITS", "");
    }
    return new Shared(Server.start("shared-" + database, environment));
  }
}
