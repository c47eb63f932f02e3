package io.lamina.masks.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A completed upload has an object. One that was only PUT is on its way in while its link is
 * remembered or a mask waits for it, one whose removal is queued is on its way out.
 */
@Component(service = BlobCatalog.class)
public final class MaskObjects implements BlobCatalog {
  private static final int PAGE = 1000;
  private static final String COMPLETED =
      "select object_key, size_bytes, sha256 from masks_object where removed = false";
  private static final List<String> PENDING =
      List.of(
          "select object_key from masks_issued where object_key in (%s)",
          "select object_key from masks_removal where object_key in (%s)",
          "select file_path from masks_mask where verified_sha256 is null and file_path in (%s)");

  @Activate
  public MaskObjects(@Reference Schema schema) {
    // the tables are there
  }

  @Override
  public String capability() {
    return "masks";
  }

  @Override
  public Set<String> prefixes() {
    return Set.of("masks/");
  }

  @Override
  public void references(Connection connection, Visitor visitor) throws SQLException, IOException {
    List<BlobReference> page = page(connection, "");
    while (!page.isEmpty()) {
      for (BlobReference reference : page) {
        visitor.visit(reference);
      }
      page = page(connection, page.get(page.size() - 1).key().value());
    }
  }

  private static List<BlobReference> page(Connection connection, String after) throws SQLException {
    String sql = COMPLETED + " and object_key > ? order by object_key limit ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, after);
      statement.setInt(2, PAGE);
      List<BlobReference> page = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          page.add(
              new BlobReference(
                  new BlobKey(rows.getString(1)), rows.getLong(2), rows.getString(3)));
        }
      }
      return page;
    }
  }

  @Override
  public Set<BlobKey> referenced(Connection connection, Collection<BlobKey> keys)
      throws SQLException {
    return among(
        connection,
        "select object_key from masks_object where removed = false and object_key in (%s)",
        keys);
  }

  @Override
  public Set<BlobKey> pending(Connection connection, Collection<BlobKey> keys) throws SQLException {
    Set<BlobKey> pending = new HashSet<>();
    for (String sql : PENDING) {
      pending.addAll(among(connection, sql, keys));
    }
    return pending;
  }

  private static Set<BlobKey> among(Connection connection, String sql, Collection<BlobKey> keys)
      throws SQLException {
    Set<BlobKey> found = new HashSet<>();
    for (List<String> some : Chunks.of(keys.stream().map(BlobKey::value).toList())) {
      String places = "?" + ", ?".repeat(some.size() - 1);
      try (PreparedStatement statement = connection.prepareStatement(String.format(sql, places))) {
        for (int i = 0; i < some.size(); i++) {
          statement.setString(i + 1, some.get(i));
        }
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            found.add(new BlobKey(rows.getString(1)));
          }
        }
      }
    }
    return found;
  }
}
