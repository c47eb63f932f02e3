package io.lamina.audit.store;

import io.lamina.audit.domain.Head;
import io.lamina.audit.domain.HeadCopies;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
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
  public void keep(List<Head> heads) {
    long first = heads.get(0).number();
    long last = heads.get(heads.size() - 1).number();
    database.inTransaction(
        connection -> {
          // a head whose number is taken tells of another end: the newest counts
          try (PreparedStatement old =
              connection.prepareStatement(
                  "delete from audit_head where head_no <= ? or head_no >= ?")) {
            old.setLong(1, last - MOST);
            old.setLong(2, first);
            old.executeUpdate();
          }
          try (PreparedStatement insert =
              connection.prepareStatement("insert into audit_head (head_no, line) values (?, ?)")) {
            for (Head head : heads) {
              insert.setLong(1, head.number());
              insert.setString(2, head.line());
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return null;
        });
  }

  @Override
  public List<Head> after(long number) {
    return read(
        "select head_no, line from audit_head where head_no > ? order by head_no limit " + MOST,
        number);
  }

  @Override
  public List<Head> newest() {
    return read(
        "select head_no, line from audit_head where head_no > ? order by head_no desc limit "
            + MOST,
        0);
  }

  /** A row that is no head, or has another one's number, is none: it cannot be put back. */
  private List<Head> read(String sql, long behind) {
    return database.reading(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, behind);
            try (ResultSet rows = query.executeQuery()) {
              List<Head> found = new ArrayList<>();
              while (rows.next()) {
                long number = rows.getLong(1);
                Head.parse(rows.getString(2), number)
                    .filter(head -> head.number() == number)
                    .ifPresent(found::add);
              }
              return found;
            }
          }
        });
  }
}
