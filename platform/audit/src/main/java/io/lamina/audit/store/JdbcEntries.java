package io.lamina.audit.store;

import io.lamina.audit.domain.Entries;
import io.lamina.audit.domain.Entry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Adds entries in transactions of the trail's own. */
@Component(service = Entries.class)
public final class JdbcEntries implements Entries {
  private final Database database;

  @Activate
  public JdbcEntries(
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource source,
      @Reference Schema schema) {
    this.database = new Database(source);
  }

  @Override
  public List<Entry> add(List<Entry> entries) {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(Rows.INSERT, new String[] {"id"})) {
            for (Entry entry : entries) {
              Rows.set(insert, entry);
              insert.addBatch();
            }
            insert.executeBatch();
            return numbered(entries, insert);
          }
        });
  }

  private static List<Entry> numbered(List<Entry> entries, PreparedStatement insert)
      throws SQLException {
    List<Entry> stored = new ArrayList<>(entries.size());
    try (ResultSet keys = insert.getGeneratedKeys()) {
      for (Entry entry : entries) {
        if (!keys.next()) {
          throw new SQLException("A row came without its key");
        }
        stored.add(entry.stored(keys.getLong(1)));
      }
    }
    return stored;
  }
}
