package io.lamina.operations.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobHold;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.operations.OperatorOutput;
import io.lamina.operations.copy.BackupFolder;
import io.lamina.operations.copy.DataFiles;
import io.lamina.persistence.DatabaseSnapshots;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One backup. First deletions are held, then the database is copied, then exactly those objects
 * that the copy refers to: whatever was acknowledged before is in it, and no row lacks its object.
 */
final class Backup {
  private static final String AUDIT = "audit";

  private final BackupFolder folder;
  private final List<BlobCatalog> catalogs;
  private final DataFiles data;
  private final Path etc;
  private final OperatorOutput output;
  private final Findings findings;

  Backup(
      BackupFolder folder,
      List<BlobCatalog> catalogs,
      DataFiles data,
      Path etc,
      OperatorOutput output) {
    this.folder = folder;
    this.catalogs = catalogs;
    this.data = data;
    this.etc = etc;
    this.output = output;
    this.findings = new Findings(output);
  }

  /** What is wrong with the store; the backup lacks it. */
  Findings findings() {
    return findings;
  }

  void run(DatabaseSnapshots snapshots, BlobInventory inventory, String version)
      throws SQLException, IOException, InterruptedException {
    String begun = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try (BlobHold hold = inventory.hold()) {
      // signed heads before the trail: one that is newer than its trail would tell of a cut tail
      data.walkOnly(AUDIT, (name, file) -> addData(name, file));
      output.progress("Copying the database");
      try (DatabaseSnapshots.Snapshot snapshot = snapshots.take(folder.databaseFolder())) {
        output.say("The backup shows everything as it was at " + begun + " or shortly after");
        for (BlobCatalog catalog : catalogs) {
          copy(catalog, snapshot.connection(), hold);
        }
      }
      folder.takeDatabase();
      // keys after the objects that they open
      data.walkAllBut(AUDIT, (name, file) -> addData(name, file));
      copyOthers(inventory, hold);
    }
    copyConfiguration();
    folder.complete(version, begun, snapshots.product());
  }

  private void addData(String name, Path file) throws IOException {
    folder.add(BackupFolder.DATA + "/" + name, file);
  }

  private void copy(BlobCatalog catalog, Connection connection, BlobHold hold)
      throws SQLException, IOException, InterruptedException {
    try {
      catalog.references(connection, reference -> copy(catalog, reference, hold));
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    }
    output.say(catalog.capability() + ": copied");
  }

  private void copy(BlobCatalog catalog, BlobReference reference, BlobHold hold)
      throws IOException {
    if (Thread.interrupted()) {
      throw new InterruptedIOException();
    }
    output.progress(
        catalog.capability()
            + ": "
            + folder.objects()
            + " objects, "
            + Sizes.of(folder.bytes())
            + " copied");
    BlobHold.Stored stored;
    try {
      stored = hold.open(reference.key());
    } catch (NoSuchBlobException e) {
      findings.add(Findings.Kind.MISSING, reference.key().value());
      return;
    }
    try (stored) {
      if (stored.info().size() != reference.size()) {
        findings.add(Findings.Kind.WRONG_SIZE, reference.key().value());
      } else if (!stored.info().sha256().equals(reference.sha256())) {
        findings.add(Findings.Kind.WRONG_HASH, reference.key().value());
      }
      folder.addObject(stored.name(), stored.bytes());
    }
  }

  /** Objects of capabilities that are away at the moment: nobody says which of them have rows. */
  private void copyOthers(BlobInventory inventory, BlobHold hold) throws IOException {
    long before = folder.objects();
    inventory.walk(
        new BlobInventory.Visitor() {
          @Override
          public void object(BlobKey key) throws IOException {
            if (Catalogs.owner(catalogs, key).isPresent()) {
              return;
            }
            try (BlobHold.Stored stored = hold.open(key)) {
              output.progress(folder.objects() + " objects copied");
              folder.addObject(stored.name(), stored.bytes());
            } catch (NoSuchBlobException e) {
              // there was none when the hold began
            }
          }

          @Override
          public void stranger(String name) {
            // no object of anybody
          }
        });
    if (folder.objects() > before) {
      output.say(
          (folder.objects() - before) + " objects of capabilities that are not here: copied all");
    }
  }

  private void copyConfiguration() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, "io.lamina.*.cfg")) {
      for (Path file : files) {
        folder.add(BackupFolder.ETC + "/" + file.getFileName(), file);
      }
    }
  }
}
