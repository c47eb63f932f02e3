package io.lamina.studies.store;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import io.lamina.studies.domain.CatalogChange;
import io.lamina.studies.domain.InstanceRef;
import io.lamina.studies.domain.NewInstance;
import io.lamina.studies.domain.NewSeries;
import io.lamina.studies.domain.NewStudy;
import io.lamina.studies.domain.SeriesFacts;
import io.lamina.studies.domain.SeriesRef;
import io.lamina.studies.domain.StudyGrowth;
import io.lamina.studies.domain.StudyRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One transaction over the catalog's tables. */
final class JdbcChange implements CatalogChange {
  private static final String STUDY_COLUMNS = "id, study_uid, scope, intake, project_id, owner_id";

  private static final String INSTANCES =
      "select i.id, i.series_id, i.sop_uid, i.sha256,"
          + " s.id, s.study_uid, s.scope, s.intake, s.project_id, s.owner_id"
          + " from studies_instance i join studies_study s on s.id = i.study_id";

  private final Connection connection;
  private final AuditTrail audit;

  JdbcChange(Connection connection, AuditTrail audit) {
    this.connection = connection;
    this.audit = audit;
  }

  @FunctionalInterface
  private interface Statement<T> {
    T run() throws SQLException;
  }

  @Override
  public List<StudyRef> lockStudies(Collection<String> studyUids, Collection<String> scopes) {
    return sql(
        () -> {
          String places = "?" + ", ?".repeat(scopes.size() - 1);
          return Database.forAll(
              connection,
              "select "
                  + STUDY_COLUMNS
                  + " from studies_study where scope in ("
                  + places
                  + ") and study_uid in (%s) order by id for update",
              List.copyOf(scopes),
              // one order for all transactions: two of them never wait for each other
              studyUids.stream().sorted().toList(),
              row -> StudyRows.ref(row, 1));
        });
  }

  @Override
  public StudyRef lockStudy(long studyId) {
    return sql(
        () ->
            Database.query(
                    connection,
                    "select " + STUDY_COLUMNS + " from studies_study where id = ? for update",
                    List.of(studyId),
                    row -> StudyRows.ref(row, 1))
                .stream()
                .findFirst()
                .orElse(null));
  }

  @Override
  public List<SeriesRef> series(Collection<Long> studyIds, Collection<String> seriesUids) {
    return sql(
        () ->
            Database.forAll(
                    connection,
                    "select id, study_id, series_uid from studies_series where series_uid in (%s)",
                    List.of(),
                    seriesUids,
                    row -> new SeriesRef(row.getLong(1), row.getLong(2), row.getString(3)))
                .stream()
                .filter(one -> studyIds.contains(one.studyId()))
                .toList());
  }

  @Override
  public List<InstanceRef> instances(Collection<String> sopInstanceUids) {
    return sql(
        () ->
            Database.forAll(
                connection,
                INSTANCES + " where i.sop_uid in (%s)",
                List.of(),
                sopInstanceUids,
                JdbcChange::instance));
  }

  @Override
  public List<InstanceRef> instancesOf(long studyId) {
    return sql(
        () ->
            Database.query(
                connection,
                INSTANCES + " where i.study_id = ? order by i.id",
                List.of(studyId),
                JdbcChange::instance));
  }

  @Override
  public List<NewSeries> seriesOf(long studyId) {
    return sql(
        () ->
            Database.query(
                connection,
                "select id, study_id, series_uid, series_number, modality, description"
                    + " from studies_series where study_id = ? order by id",
                List.of(studyId),
                row ->
                    new NewSeries(
                        row.getLong(1),
                        row.getLong(2),
                        new SeriesFacts(
                            row.getString(3),
                            Database.integer(row, 4),
                            row.getString(5),
                            row.getString(6)))));
  }

  @Override
  public long newStudyId() {
    return sql(() -> Sequences.next(connection, "studies_study_seq", 1)[0]);
  }

  @Override
  public long newSeriesId() {
    return sql(() -> Sequences.next(connection, "studies_series_seq", 1)[0]);
  }

  @Override
  public void insertStudies(List<NewStudy> studies) {
    sql(() -> Inserts.studies(connection, studies));
  }

  @Override
  public void insertSeries(List<NewSeries> series) {
    sql(() -> Inserts.series(connection, series));
  }

  @Override
  public void insertInstances(List<NewInstance> instances) {
    sql(() -> Inserts.instances(connection, instances));
  }

  @Override
  public void grow(Collection<StudyGrowth> studies, Map<Long, Integer> instancesBySeries) {
    sql(
        () -> {
          Counters.grow(connection, studies);
          List<List<?>> series = new ArrayList<>();
          instancesBySeries.forEach((id, more) -> series.add(List.of(more, id)));
          Database.batch(
              connection,
              "update studies_series set instance_count = instance_count + ? where id = ?",
              series);
          return null;
        });
  }

  @Override
  public void release(long studyId, Long projectId, long ownerId) {
    sql(() -> Moves.release(connection, studyId, projectId, ownerId));
  }

  @Override
  public void moveInstances(long fromStudyId, long toStudyId, Map<Long, Long> seriesByInstance) {
    sql(
        () -> {
          Moves.instances(connection, toStudyId, seriesByInstance);
          Counters.recount(connection, fromStudyId);
          Counters.recount(connection, toStudyId);
          return null;
        });
  }

  @Override
  public void deleteInstances(long studyId, Collection<Long> instanceIds) {
    sql(
        () -> {
          Moves.delete(connection, instanceIds);
          Counters.recount(connection, studyId);
          return null;
        });
  }

  @Override
  public void tell(Caller caller, AuditEvent event) {
    sql(
        () -> {
          audit.change(connection, caller, event);
          return null;
        });
  }

  @Override
  public String patientOf(long studyId) {
    return sql(
        () ->
            Database.query(
                    connection,
                    "select patient_id from studies_study where id = ?",
                    List.of(studyId),
                    row -> row.getString(1))
                .stream()
                .filter(id -> id != null && !id.isEmpty())
                .findFirst()
                .orElse(null));
  }

  private static InstanceRef instance(ResultSet row) throws SQLException {
    return new InstanceRef(
        row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), StudyRows.ref(row, 5));
  }

  private static <T> T sql(Statement<T> statement) {
    try {
      return statement.run();
    } catch (SQLException e) {
      throw new Database.DatabaseException(e);
    }
  }
}
