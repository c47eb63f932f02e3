package io.lamina.operations.store;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.api.operations.OperatorOutput;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Compares catalog and store, both ways. */
@Component(service = OperatorCommand.class)
public final class CheckCommand implements OperatorCommand {
  /** As long as the capabilities' own sweeps let uploads lie. */
  private static final Duration GRACE = Duration.ofHours(24);

  private final DataSource database;
  private final BlobStore blobs;
  private final BlobInventory inventory;
  private final Catalogs catalogs;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public CheckCommand(
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource database,
      @Reference BlobStore blobs,
      @Reference BlobInventory inventory,
      @Reference Catalogs catalogs) {
    this.database = database;
    this.blobs = blobs;
    this.inventory = inventory;
    this.catalogs = catalogs;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String usage() {
    return "check [--fast] [--grace HOURS]: compares catalog and store; --fast reads no contents,"
        + " --grace (24) is how young an object without a row may be";
  }

  @Override
  public AuditAction action() {
    return AuditAction.READ;
  }

  private record Options(boolean fast, Duration grace) {}

  @Override
  public int run(OperatorCall call, OperatorOutput output)
      throws IOException, InterruptedException {
    Options options = options(call.arguments());
    if (options == null) {
      return USAGE;
    }
    List<BlobCatalog> here = catalogs.all();
    Findings findings = new Findings(output);
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(true);
      for (BlobCatalog catalog : here) {
        new CatalogCheck(catalog, connection, blobs, options.fast(), findings, output).run();
      }
      new StoreCheck(here, connection, blobs, clock.instant().minus(options.grace()), findings)
          .run(inventory, output);
    } catch (SQLException e) {
      throw new IOException("The database refused a statement", e);
    }
    output.say(findings.none() ? "Catalog and store agree" : "Found: " + findings);
    return findings.losses() ? FAILED : OK;
  }

  /** Null where they make no sense. */
  private static Options options(List<String> arguments) {
    boolean fast = false;
    Duration grace = GRACE;
    for (Iterator<String> each = arguments.iterator(); each.hasNext(); ) {
      String argument = each.next();
      if (argument.equals("--fast")) {
        fast = true;
      } else if (argument.equals("--grace") && each.hasNext()) {
        String hours = each.next();
        if (!hours.matches("[0-9]{1,5}")) {
          return null;
        }
        grace = Duration.ofHours(Long.parseLong(hours));
      } else {
        return null;
      }
    }
    return new Options(fast, grace);
  }
}
