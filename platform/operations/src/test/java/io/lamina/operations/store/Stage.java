package io.lamina.operations.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobHold;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.operations.OperatorOutput;
import io.lamina.persistence.DatabaseSnapshots;
import io.lamina.testkit.FakeBlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** A store, a catalog and a database that remember in which order they were asked. */
final class Stage implements BlobInventory, BlobCatalog, DatabaseSnapshots, OperatorOutput {
  final FakeBlobStore blobs = new FakeBlobStore();
  final Map<BlobKey, BlobReference> rows = new HashMap<>();
  final Set<BlobKey> pending = new HashSet<>();
  final List<String> events = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  final Catalogs catalogs = new Catalogs();
  long databaseBytes = 4;

  /** Why the database cannot be copied; null where it can. */
  IOException failure;

  final Set<BlobKey> unreadable = new HashSet<>();

  Stage() {
    catalogs.add(this);
  }

  /** Stores an object and, unless told otherwise, its row. */
  BlobKey object(String key, String content) {
    BlobKey name = new BlobKey(key);
    BlobInfo info = blobs.put(name, "a/b", content.getBytes(StandardCharsets.UTF_8));
    rows.put(name, new BlobReference(name, info.size(), info.sha256()));
    return name;
  }

  DataSource database() {
    return proxy(DataSource.class);
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            Stage.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                method.getReturnType() == Connection.class ? proxy(Connection.class) : null));
  }

  @Override
  public void walk(BlobInventory.Visitor visitor) throws IOException {
    for (BlobKey key : blobs.keys()) {
      visitor.object(key);
    }
  }

  @Override
  public BlobHold hold() {
    events.add("hold");
    return new BlobHold() {
      @Override
      public Stored open(BlobKey key) throws IOException {
        if (unreadable.contains(key)) {
          throw new IOException("Its content was changed");
        }
        BlobInfo info = blobs.find(key).orElseThrow(() -> new NoSuchBlobException(key));
        events.add("read " + key);
        return new Stored(
            info,
            key.value() + "+blob",
            info.size(),
            Channels.newChannel(new ByteArrayInputStream(blobs.content(key))));
      }

      @Override
      public void close() {
        events.add("let go");
      }
    };
  }

  @Override
  public String capability() {
    return "tests";
  }

  @Override
  public Set<String> prefixes() {
    return Set.of("tests/");
  }

  @Override
  public void references(Connection connection, BlobCatalog.Visitor visitor)
      throws SQLException, IOException {
    for (BlobReference row : List.copyOf(rows.values())) {
      visitor.visit(row);
    }
  }

  @Override
  public Set<BlobKey> referenced(Connection connection, Collection<BlobKey> keys) {
    Set<BlobKey> found = new HashSet<>(keys);
    found.retainAll(rows.keySet());
    return found;
  }

  @Override
  public Set<BlobKey> pending(Connection connection, Collection<BlobKey> keys) {
    Set<BlobKey> found = new HashSet<>(keys);
    found.retainAll(pending);
    return found;
  }

  @Override
  public String product() {
    return "h2";
  }

  @Override
  public void requireTools() {
    events.add("tools");
  }

  @Override
  public long bytes() {
    return databaseBytes;
  }

  @Override
  public Snapshot take(Path folder) throws IOException {
    events.add("database");
    if (failure != null) {
      throw failure;
    }
    Files.writeString(folder.resolve("lamina.mv.db"), "rows");
    return new Snapshot() {
      @Override
      public Connection connection() {
        return proxy(Connection.class);
      }

      @Override
      public void close() {
        events.add("database closed");
      }
    };
  }

  @Override
  public void say(String line) {
    said.add(line);
  }

  @Override
  public void warn(String line) {
    said.add("! " + line);
  }

  @Override
  public void progress(String line) {
    // nobody looks
  }
}
