package io.lamina.operations.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobHold;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.error.LaminaException;
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
      data.heads(this::addData);
      output.progress("Copying the database");
      try (DatabaseSnapshots.Snapshot snapshot = snapshots.take(folder.databaseFolder())) {
        output.say("The backup shows everything as it was at " + begun + " or shortly after");
        for (BlobCatalog catalog : catalogs) {
          copy(catalog, snapshot.connection(), hold);
        }
      }
      folder.takeDatabase();
      // keys after the objects that they open
      data.others(this::addData);
      requireKeyset();
      copyOthers(inventory, hold);
    }
    copyConfiguration();
    folder.complete(version, begun, snapshots.product());
  }

  private void requireKeyset() {
    if (!folder.has(BackupFolder.DATA + "/" + DataFiles.KEYSET)) {
      throw LaminaException.conflict(
          "The keyset (keys/keyset in the data folder) could not be copied, and without it no"
              + " backup can be read: see that it is a file there");
    }
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
    try (BlobHold.Stored stored = open(hold, reference.key())) {
      if (stored == null) {
        return;
      }
      if (stored.info().size() != reference.size()) {
        found(Findings.Kind.WRONG_SIZE, reference.key());
      } else if (!stored.info().sha256().equals(reference.sha256())) {
        found(Findings.Kind.WRONG_HASH, reference.key());
      }
      folder.addObject(stored.name(), stored.bytes());
    } catch (NoSuchBlobException e) {
      found(Findings.Kind.MISSING, reference.key());
    }
  }

  /** Null where it is damaged, which is told: the others are copied all the same. */
  private BlobHold.Stored open(BlobHold hold, BlobKey key) throws IOException {
    try {
      return hold.open(key);
    } catch (NoSuchBlobException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      found(Findings.Kind.DAMAGED, key);
      return null;
    }
  }

  private void found(Findings.Kind kind, BlobKey key) throws IOException {
    findings.add(kind, key.value());
    folder.report(kind + ": " + key.value());
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
            try (BlobHold.Stored stored = open(hold, key)) {
              output.progress(folder.objects() + " objects copied");
              if (stored != null) {
                folder.addObject(stored.name(), stored.bytes());
              }
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
