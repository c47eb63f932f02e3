package io.lamina.studies.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.studies.domain.Blobs;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Each instance has one object, under its number. */
@Component(service = BlobCatalog.class)
public final class InstanceObjects implements BlobCatalog {
  private static final int PAGE = 1000;

  private record Row(long id, BlobReference reference) {}

  @Activate
  public InstanceObjects(@Reference Schema schema) {
    // the tables are there
  }

  @Override
  public String capability() {
    return "studies";
  }

  @Override
  public Set<String> prefixes() {
    return Set.of(Blobs.PREFIX);
  }

  @Override
  public void references(Connection connection, Visitor visitor) throws SQLException, IOException {
    List<Row> page = page(connection, 0);
    while (!page.isEmpty()) {
      for (Row row : page) {
        visitor.visit(row.reference());
      }
      page = page(connection, page.get(page.size() - 1).id());
    }
  }

  private static List<Row> page(Connection connection, long after) throws SQLException {
    return Database.query(
        connection,
        "select id, bytes, sha256 from studies_instance where id > ? order by id limit ?",
        List.of(after, PAGE),
        row ->
            new Row(
                row.getLong(1),
                new BlobReference(Blobs.key(row.getLong(1)), row.getLong(2), row.getString(3))));
  }

  @Override
  public Set<BlobKey> referenced(Connection connection, Collection<BlobKey> keys)
      throws SQLException {
    return keysOf(connection, "select id from studies_instance where id in (%s)", keys);
  }

  @Override
  public Set<BlobKey> pending(Connection connection, Collection<BlobKey> keys) throws SQLException {
    return keysOf(
        connection, "select instance_id from studies_discarded where instance_id in (%s)", keys);
  }

  private static Set<BlobKey> keysOf(Connection connection, String sql, Collection<BlobKey> keys)
      throws SQLException {
    List<Long> ids = keys.stream().flatMap(key -> Blobs.instance(key).stream()).toList();
    return new HashSet<>(
        Database.forAll(connection, sql, List.of(), ids, row -> Blobs.key(row.getLong(1))));
  }
}
