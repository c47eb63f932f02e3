package io.lamina.audit.store;

import io.lamina.audit.domain.Head;
import io.lamina.audit.domain.HeadCopies;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Copies of heads, a row each. */
@Component(service = HeadCopies.class)
public final class JdbcHeadCopies implements HeadCopies {
  private final Database database;

  @Activate
  public JdbcHeadCopies(
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource source,
      @Reference Schema schema) {
    this.database = new Database(source);
  }

  @Override
  public void keep(Head head) {
    database.inTransaction(
        connection -> {
          // a head whose number is taken tells of another end: the newest counts
          try (PreparedStatement old =
              connection.prepareStatement(
                  "delete from audit_head where head_no <= ? or head_no >= ?")) {
            old.setLong(1, head.number() - MOST);
            old.setLong(2, head.number());
            old.executeUpdate();
          }
          try (PreparedStatement insert =
              connection.prepareStatement("insert into audit_head (head_no, line) values (?, ?)")) {
            insert.setLong(1, head.number());
            insert.setString(2, head.line());
            insert.executeUpdate();
          }
          return null;
        });
  }

  @Override
  public List<Head> after(long number) {
    return read("select head_no, line from audit_head where head_no > ? order by head_no", number);
  }

  @Override
  public Optional<Head> last() {
    List<Head> last =
        read(
            "select head_no, line from audit_head where head_no > ? order by head_no desc limit 1",
            0);
    return last.stream().findFirst();
  }

  /** A row that is no head is none: it cannot be put back. */
  private List<Head> read(String sql, long number) {
    return database.reading(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, number);
            try (ResultSet rows = query.executeQuery()) {
              List<Head> found = new ArrayList<>();
              while (rows.next()) {
                Head.parse(rows.getString(2), rows.getLong(1)).ifPresent(found::add);
              }
              return found;
            }
          }
        });
  }
}
