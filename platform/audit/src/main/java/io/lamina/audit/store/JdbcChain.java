package io.lamina.audit.store;

import io.lamina.audit.domain.Chain;
import io.lamina.audit.domain.Digest;
import io.lamina.audit.domain.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The chain in the columns seal_no and hash. */
@Component(service = Chain.class)
public final class JdbcChain implements Chain {
  private static final String ENTRIES = "select " + Rows.columns("e") + " from audit_entry e";

  private final Database database;

  @Activate
  public JdbcChain(
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource source,
      @Reference Schema schema) {
    this.database = new Database(source);
  }

  @Override
  public int seal(int most) {
    // most of the time there is nothing to do, and then nothing is locked
    if (database.reading(connection -> unsealed(connection, 1)).isEmpty()) {
      return 0;
    }
    return database.inTransaction(
        connection -> {
          End end = end(connection, " for update");
          // read under the lock: what another node sealed meanwhile is not among them
          List<Entry> entries = unsealed(connection, most);
          if (!entries.isEmpty()) {
            save(connection, seal(connection, end, entries));
          }
          return entries.size();
        });
  }

  private static End seal(Connection connection, End before, List<Entry> entries)
      throws SQLException {
    End end = before;
    try (PreparedStatement update =
        connection.prepareStatement(
            "update audit_entry set seal_no = ?, hash = ? where id = ? and seal_no is null")) {
      for (Entry entry : entries) {
        long sealNo = end.sealNo() + 1;
        end = new End(sealNo, Digest.of(end.hash(), sealNo, entry));
        update.setLong(1, end.sealNo());
        update.setString(2, end.hash());
        update.setLong(3, entry.id());
        update.addBatch();
      }
      update.executeBatch();
    }
    return end;
  }

  private static void save(Connection connection, End end) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update audit_chain set seal_no = ?, hash = ? where id = 1")) {
      update.setLong(1, end.sealNo());
      update.setString(2, end.hash());
      update.executeUpdate();
    }
  }

  @Override
  public End end() {
    return database.reading(connection -> end(connection, ""));
  }

  private static End end(Connection connection, String lock) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "select seal_no, hash from audit_chain where id = 1" + lock);
        ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("The end of the audit chain is missing");
      }
      return new End(row.getLong(1), row.getString(2));
    }
  }

  private static List<Entry> unsealed(Connection connection, int most) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(ENTRIES + " where e.seal_no is null order by e.id limit ?")) {
      query.setInt(1, most);
      try (ResultSet rows = query.executeQuery()) {
        List<Entry> found = new ArrayList<>();
        while (rows.next()) {
          found.add(Rows.entry(rows));
        }
        return found;
      }
    }
  }

  @Override
  public long unsealed() {
    return database.reading(
        connection -> {
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "select count(*) from audit_entry where seal_no is null");
              ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Override
  public List<Sealed> after(long sealNo, int most) {
    return database.reading(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select "
                      + Rows.columns("e")
                      + ", e.seal_no, e.hash from audit_entry e where e.seal_no > ?"
                      + " order by e.seal_no limit ?")) {
            query.setLong(1, sealNo);
            query.setInt(2, most);
            try (ResultSet rows = query.executeQuery()) {
              List<Sealed> found = new ArrayList<>();
              while (rows.next()) {
                found.add(new Sealed(rows.getLong(15), rows.getString(16), Rows.entry(rows)));
              }
              return found;
            }
          }
        });
  }
}
