package io.lamina.studies.store;

import io.lamina.api.audit.AuditTrail;
import io.lamina.studies.domain.Catalog;
import io.lamina.studies.domain.CatalogChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The catalog in its tables, as it is written. */
@Component(service = Catalog.class)
public final class JdbcCatalog implements Catalog {
  private final Database database;
  private final AuditTrail audit;
  private final InstanceIds instanceIds;
  private final GroupedChanges grouped;

  @Activate
  public JdbcCatalog(
      @Reference(target = "(osgi.unit.name=studies)") JpaTemplate jpa,
      @Reference Schema schema,
      @Reference AuditTrail audit) {
    this.database = new Database(jpa);
    this.audit = audit;
    this.instanceIds = new InstanceIds(database);
    this.grouped = new GroupedChanges(database, audit);
  }

  @Override
  public long[] newInstanceIds(int count) {
    return instanceIds.next(count);
  }

  @Override
  public <T> T change(Function<CatalogChange, T> work) {
    return database.runUntilAlone(connection -> work.apply(new JdbcChange(connection, audit)));
  }

  @Override
  public <T> T changeInGroup(Function<CatalogChange, T> work) {
    return grouped.run(work);
  }

  @Override
  public Set<Long> existing(Collection<Long> instanceIds) {
    return database.run(connection -> new HashSet<>(existing(connection, instanceIds)));
  }

  @Override
  public Quarantined quarantined() {
    return database.run(
        connection ->
            Database.query(
                    connection,
                    "select coalesce(sum(total_images), 0), coalesce(sum(total_bytes), 0)"
                        + " from studies_study where intake = ?",
                    List.of(Intake.QUARANTINE),
                    row -> new Quarantined(row.getLong(1), row.getLong(2)))
                .get(0));
  }

  @Override
  public List<Long> discarded(int limit) {
    return database.run(
        connection ->
            Database.query(
                connection,
                "select instance_id from studies_discarded order by instance_id limit ?",
                List.of(limit),
                row -> row.getLong(1)));
  }

  @Override
  public void forgetDiscarded(Collection<Long> instanceIds) {
    database.run(
        connection -> {
          List<List<?>> rows = new ArrayList<>();
          instanceIds.forEach(id -> rows.add(List.of(id)));
          Database.batch(connection, "delete from studies_discarded where instance_id = ?", rows);
          return null;
        });
  }

  static List<Long> existing(Connection connection, Collection<Long> instanceIds)
      throws SQLException {
    return Database.forAll(
        connection,
        "select id from studies_instance where id in (%s)",
        List.of(),
        instanceIds,
        row -> row.getLong(1));
  }
}
