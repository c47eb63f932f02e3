package io.lamina.operations.store;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.api.operations.OperatorOutput;
import io.lamina.operations.copy.BackupFolder;
import io.lamina.operations.copy.DataFiles;
import io.lamina.operations.copy.Places;
import io.lamina.operations.copy.Settings;
import io.lamina.persistence.DatabaseSnapshots;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Copies everything but the key file into a folder, while the platform works. */
@Component(service = OperatorCommand.class)
public final class BackupCommand implements OperatorCommand {
  /** Left free on the disk that the backup goes to, so that it fills none that is in use. */
  private static final long RESERVE = 512L << 20;

  /** Beside the content of an object: its header, its encryption, the file system's block. */
  private static final long PER_OBJECT = 8192;

  private final DataSource database;
  private final DatabaseSnapshots snapshots;
  private final BlobInventory inventory;
  private final Catalogs catalogs;
  private final Place place;

  /**
   * Where the platform lies.
   *
   * @param keyFile null where none is known
   */
  record Place(Path data, Settings settings, Path keyFile, String version) {
    static Place of(BundleContext bundle) {
      String keyFile = bundle.getProperty("lamina.key.file");
      return new Place(
          Path.of(bundle.getProperty("lamina.data")).toAbsolutePath().normalize(),
          new Settings(Path.of(bundle.getProperty("karaf.etc")), System.getenv()),
          keyFile == null ? null : Path.of(keyFile).toAbsolutePath().normalize(),
          bundle.getBundle().getVersion().toString());
    }

    Places places() throws IOException {
      return Places.of(data, keyFile, settings);
    }
  }

  @Activate
  public BackupCommand(
      BundleContext bundle,
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource database,
      @Reference DatabaseSnapshots snapshots,
      @Reference BlobInventory inventory,
      @Reference Catalogs catalogs) {
    this(Place.of(bundle), database, snapshots, inventory, catalogs);
  }

  BackupCommand(
      Place place,
      DataSource database,
      DatabaseSnapshots snapshots,
      BlobInventory inventory,
      Catalogs catalogs) {
    this.place = place;
    this.database = database;
    this.snapshots = snapshots;
    this.inventory = inventory;
    this.catalogs = catalogs;
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public String usage() {
    return "backup DIR: copies everything but the key file into a new folder";
  }

  @Override
  public AuditAction action() {
    return AuditAction.EXPORT;
  }

  @Override
  public int run(OperatorCall call, OperatorOutput output)
      throws IOException, InterruptedException {
    if (call.arguments().size() != 1 || call.arguments().get(0).startsWith("-")) {
      return USAGE;
    }
    Path target = call.path(call.arguments().get(0));
    Places places = place.places();
    for (Path each : List.of(places.data(), places.store(), places.heads())) {
      if (Places.overlap(target, each)) {
        throw LaminaException.conflict("The backup and " + each + " must not lie in each other");
      }
    }
    BackupFolder.requireUsable(target);
    snapshots.requireTools();
    try {
      requireRoom(target, output);
      try (BackupFolder folder = BackupFolder.create(target)) {
        Backup backup =
            new Backup(
                folder, catalogs.all(), new DataFiles(places), place.settings().etc(), output);
        backup.run(snapshots, inventory, place.version());
        return report(folder, backup, target, output);
      }
    } catch (SQLException e) {
      throw new IOException("The database refused a statement", e);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  private int report(BackupFolder folder, Backup backup, Path target, OperatorOutput output) {
    output.say(
        "Backup complete in "
            + target
            + ": "
            + folder.objects()
            + " objects, "
            + Sizes.of(folder.bytes())
            + ", and the database");
    output.say(
        "The key file is not in it: keep a copy of it apart from the backup. Without it the backup"
            + " cannot be read");
    if (backup.findings().none()) {
      return OK;
    }
    output.warn(
        "The rest of it is complete, but: "
            + backup.findings()
            + "; its file report names them all. Run lamina check");
    return FAILED;
  }

  private void requireRoom(Path target, OperatorOutput output) throws SQLException, IOException {
    output.progress("Looking how much there is");
    AtomicLong needed = new AtomicLong(snapshots.bytes());
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(true);
      for (var catalog : catalogs.all()) {
        catalog.references(
            connection,
            reference -> {
              needed.addAndGet(reference.size() + reference.size() / 100 + PER_OBJECT);
              output.progress("Looking how much there is: " + Sizes.of(needed.get()));
            });
      }
    }
    Path existing = target;
    while (Files.notExists(existing)) {
      existing = existing.getParent();
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    if (free - RESERVE < needed.get()) {
      throw new LaminaException(
          ErrorKind.INSUFFICIENT_STORAGE,
          "There is not enough room for the backup in "
              + existing
              + ": it needs about "
              + Sizes.of(needed.get() + RESERVE)
              + ", and "
              + Sizes.of(free)
              + " are free. Nothing was written");
    }
  }

  /** What the operator can do something about, in words. */
  private static IOException explained(IOException e, Path target) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      throw new LaminaException(
          ErrorKind.INSUFFICIENT_STORAGE,
          "The disk of " + target + " became full; what was written was removed again",
          e);
    }
    if (e instanceof AccessDeniedException denied) {
      throw new LaminaException(
          ErrorKind.CONFLICT,
          isAbout(denied.getFile(), target)
              ? "Lamina may not write "
                  + target
                  + ": give the folder to the user that Lamina runs as"
              : "Lamina has no access to "
                  + denied.getFile()
                  + ", which belongs in the backup: give it to the user that Lamina runs as",
          e);
    }
    return e;
  }

  /** Whether the file lies in the target, or is a folder on the way there. */
  private static boolean isAbout(String file, Path target) {
    try {
      return file == null || Places.overlap(Path.of(file), target);
    } catch (IOException e) {
      // the way to the target was found open before
      return false;
    }
  }
}
