package io.lamina.studies.store;

import io.lamina.studies.domain.SweepRecords;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The state of the search for objects without rows. */
@Component(service = SweepRecords.class)
public final class JdbcSweepRecords implements SweepRecords {
  private final Database database;

  @Activate
  public JdbcSweepRecords(
      @Reference(target = "(osgi.unit.name=studies)") JpaTemplate jpa, @Reference Schema schema) {
    this.database = new Database(jpa);
  }

  @Override
  public Mark mark() {
    return database.run(
        connection ->
            Database.query(
                    connection,
                    "select swept_to, seen, seen_at from studies_sweep",
                    List.of(),
                    row ->
                        new Mark(
                            row.getLong(1),
                            row.getLong(2),
                            row.getObject(3, OffsetDateTime.class).toInstant()))
                .get(0));
  }

  @Override
  public void save(Mark mark) {
    database.run(
        connection ->
            Database.update(
                connection,
                "update studies_sweep set swept_to = ?, seen = ?, seen_at = ?",
                List.of(mark.sweptTo(), mark.seen(), mark.seenAt().atOffset(ZoneOffset.UTC))));
  }

  @Override
  public long issued() {
    return database.run(connection -> Sequences.next(connection, "studies_instance_seq", 1)[0]);
  }

  @Override
  public List<Long> withoutRow(long after, long upTo) {
    Set<Long> rows =
        new HashSet<>(
            database.run(
                connection ->
                    Database.query(
                        connection,
                        "select id from studies_instance where id > ? and id <= ?",
                        List.of(after, upTo),
                        row -> row.getLong(1))));
    return LongStream.rangeClosed(after + 1, upTo)
        .filter(id -> !rows.contains(id))
        .boxed()
        .toList();
  }
}
