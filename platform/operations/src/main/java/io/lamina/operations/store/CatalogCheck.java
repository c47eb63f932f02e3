package io.lamina.operations.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.operations.OperatorOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Whether each object that a capability's rows refer to is there and right. */
final class CatalogCheck {
  private final BlobCatalog catalog;
  private final Connection connection;
  private final BlobStore blobs;
  private final boolean fast;
  private final Findings findings;
  private final OperatorOutput output;
  private final Leisure leisure = new Leisure();
  private long objects;
  private long bytes;

  CatalogCheck(
      BlobCatalog catalog,
      Connection connection,
      BlobStore blobs,
      boolean fast,
      Findings findings,
      OperatorOutput output) {
    this.catalog = catalog;
    this.connection = connection;
    this.blobs = blobs;
    this.fast = fast;
    this.findings = findings;
    this.output = output;
  }

  void run() throws SQLException, IOException, InterruptedException {
    try {
      catalog.references(connection, this::visit);
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException();
    }
    output.say(catalog.capability() + ": " + objects + " objects, " + Sizes.of(bytes));
  }

  private void visit(BlobReference reference) throws SQLException, IOException {
    objects++;
    bytes += reference.size();
    output.progress(catalog.capability() + ": " + objects + " objects, " + Sizes.of(bytes));
    if (fault(reference).isEmpty()) {
      return;
    }
    // a deletion takes the row away first: what has a row still, looked at again, is really wrong
    if (!catalog.referenced(connection, List.of(reference.key())).isEmpty()) {
      fault(reference).ifPresent(kind -> findings.add(kind, reference.key().value()));
    }
  }

  private Optional<Findings.Kind> fault(BlobReference reference) throws IOException {
    try {
      Optional<BlobInfo> found = blobs.find(reference.key());
      if (found.isEmpty()) {
        return Optional.of(Findings.Kind.MISSING);
      }
      if (found.get().size() != reference.size()) {
        return Optional.of(Findings.Kind.WRONG_SIZE);
      }
      if (!found.get().sha256().equals(reference.sha256())) {
        return Optional.of(Findings.Kind.WRONG_HASH);
      }
      return fast ? Optional.empty() : faultOfContent(reference);
    } catch (NoSuchBlobException e) {
      return Optional.of(Findings.Kind.MISSING);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // the store cannot make sense of it, or the disk cannot read it
      return Optional.of(Findings.Kind.DAMAGED);
    }
  }

  private Optional<Findings.Kind> faultOfContent(BlobReference reference) throws IOException {
    try (ByteSource source = blobs.open(reference.key())) {
      return leisure.sha256(source, output).equals(reference.sha256())
          ? Optional.empty()
          : Optional.of(Findings.Kind.DAMAGED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
