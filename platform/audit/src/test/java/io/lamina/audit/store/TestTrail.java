package io.lamina.audit.store;

import io.lamina.api.audit.AuditTrail;
import io.lamina.audit.domain.Chain;
import io.lamina.audit.domain.HeadCopies;
import io.lamina.audit.domain.SharedEntries;
import io.lamina.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The trail over a test's database, with a clock of the test's own; nothing is sealed by itself.
 */
final class TestTrail implements AutoCloseable {
  private final TestDatabase database;
  private final SteppedClock clock = new SteppedClock();
  private final Schema schema;
  private final Chain chain;
  private final SharedEntries shared;
  private final JdbcAuditTrail trail;

  TestTrail(TestDatabase database) {
    this.database = database;
    schema = new Schema(database.migrations(), database.dataSource());
    this.chain = new JdbcChain(database.dataSource(), schema);
    this.shared = SharedEntries.at(new JdbcEntries(database.dataSource(), schema), clock);
    this.trail = new JdbcAuditTrail(shared, clock);
  }

  AuditTrail trail() {
    return trail;
  }

  Schema schema() {
    return schema;
  }

  Clock clock() {
    return clock;
  }

  HeadCopies copies() {
    return new JdbcHeadCopies(database.dataSource(), schema);
  }

  Chain chain() {
    return chain;
  }

  /** Lets time pass, and the counts of minutes that are over be written. */
  void tick(long seconds) {
    clock.now = clock.now.plusSeconds(seconds);
    shared.writeCounts();
  }

  /** All rows by id, columns in lower case. */
  List<Map<String, Object>> entries() {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement query =
            connection.prepareStatement("select * from audit_entry order by id");
        ResultSet rows = query.executeQuery()) {
      List<Map<String, Object>> found = new ArrayList<>();
      while (rows.next()) {
        Map<String, Object> row = new HashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), rows.getObject(i));
        }
        found.add(row);
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    shared.close();
    while (chain.seal(100) > 0) {
      continue;
    }
  }

  private static final class SteppedClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-21T10:00:30Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public long millis() {
      return now.toEpochMilli();
    }
  }
}
