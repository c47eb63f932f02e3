package io.lamina.audit.store;

import io.lamina.audit.domain.AuditFilter;
import io.lamina.audit.domain.AuditFilter.Outcome;
import io.lamina.audit.domain.AuditQueries;
import io.lamina.audit.domain.Entry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Questions to the trail's table. */
@Component(service = AuditQueries.class)
public final class JdbcAuditQueries implements AuditQueries {
  private static final String ENTRIES =
      "select "
          + Rows.columns("e")
          + ", coalesce(c.times, e.times), e.seal_no from audit_entry e"
          + " left join audit_entry c on c.counts = e.id where e.counts is null";

  private static final String OF_PATIENT =
      " and (e.patient_id = ? or e.study_uid in (select s.study_uid from audit_entry s"
          + " where s.patient_id = ? and s.study_uid is not null))";

  private static final String[] REFUSALS = Outcome.refusals().toArray(String[]::new);

  private static final String REFUSED =
      " and e.action in (" + "?, ".repeat(REFUSALS.length - 1) + "?)";

  private static final String NOT_REFUSED = REFUSED.replace(" in ", " not in ");

  private final Database database;

  @Activate
  public JdbcAuditQueries(
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource source,
      @Reference Schema schema) {
    this.database = new Database(source);
  }

  @Override
  public List<Found> find(AuditFilter filter, long below, int most) {
    Conditions conditions = new Conditions().add(" and e.id < ?", below).of(filter);
    return run(conditions, " order by e.id desc limit ?", most);
  }

  @Override
  public List<Found> ofPatient(String patient, AuditFilter filter, long above, int most) {
    Conditions conditions = new Conditions().add(" and e.id > ?", above).of(filter.about(patient));
    return run(conditions, " order by e.id limit ?", most);
  }

  private List<Found> run(Conditions conditions, String order, int most) {
    return database.reading(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(ENTRIES + conditions.sql + order)) {
            int index = 1;
            for (Object value : conditions.values) {
              query.setObject(index++, value);
            }
            query.setInt(index, most);
            try (ResultSet rows = query.executeQuery()) {
              List<Found> found = new ArrayList<>();
              while (rows.next()) {
                Entry entry = Rows.entry(rows);
                long times = rows.getLong(15);
                long sealNo = rows.getLong(16);
                found.add(new Found(entry, times, rows.wasNull() ? null : sealNo));
              }
              return found;
            }
          }
        });
  }

  private static final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Conditions add(String condition, Object... given) {
      sql.append(condition);
      values.addAll(List.of(given));
      return this;
    }

    Conditions of(AuditFilter filter) {
      equal("action", filter.action());
      equal("object", filter.object());
      equal("object_id", filter.objectId());
      equal("user_id", filter.userId());
      equal("username", filter.username());
      equal("project_id", filter.project());
      equal("study_uid", filter.study());
      if (filter.patient() != null) {
        add(OF_PATIENT, filter.patient(), filter.patient());
      }
      if (filter.outcome() != null) {
        add(filter.outcome() == Outcome.REFUSED ? REFUSED : NOT_REFUSED, (Object[]) REFUSALS);
      }
      equal("address", filter.address());
      if (filter.from() != null) {
        add(" and e.at_micros >= ?", micros(filter.from()));
      }
      if (filter.to() != null) {
        add(" and e.at_micros < ?", micros(filter.to()));
      }
      return this;
    }

    private void equal(String column, Object value) {
      if (value != null) {
        add(" and e." + column + " = ?", value);
      }
    }

    private static long micros(Instant at) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
  }
}
