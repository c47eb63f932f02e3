package io.lamina.studies.store;

import io.lamina.studies.domain.DateRange;
import io.lamina.studies.domain.ImageDetail;
import io.lamina.studies.domain.ImageFacts;
import io.lamina.studies.domain.ImageSummary;
import io.lamina.studies.domain.StudyFilter;
import io.lamina.studies.domain.StudyQueries;
import io.lamina.studies.domain.StudySummary;
import io.lamina.studies.domain.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The catalog in its tables, as it is read. */
@Component(service = StudyQueries.class)
public final class JdbcStudyQueries implements StudyQueries {
  private static final String STUDY =
      "select id, study_uid, scope, intake, project_id, owner_id, patient_name,"
          + " patient_name_dicom, patient_id, study_date, modality, modalities, description,"
          + " accession_number, series_count, total_images, total_bytes, created_at"
          + " from studies_study s";

  private static final String IMAGES =
      "select i.series_order, i.instance_order, i.id, i.instance_number, i.sop_uid,"
          + " i.sop_class_uid, e.id, e.series_uid, e.series_number, e.description, e.modality,"
          + " i.image_rows, i.image_columns, i.frames, i.window_center, i.window_width,"
          + " i.spacing_row, i.spacing_column"
          + " from studies_instance i join studies_series e on e.id = i.series_id"
          + " where i.study_id = ? and (i.series_order, i.instance_order, i.id) > (?, ?, ?)"
          + " order by i.series_order, i.instance_order, i.id limit ?";

  private static final String IMAGE =
      "select i.id, s.id, s.study_uid, s.scope, s.intake, s.project_id, s.owner_id, i.sop_uid,"
          + " i.sop_class_uid, i.transfer_syntax_uid, i.bytes, i.sha256,"
          + " i.image_rows, i.image_columns, i.frames, i.window_center, i.window_width,"
          + " i.spacing_row, i.spacing_column, s.patient_id"
          + " from studies_instance i join studies_study s on s.id = i.study_id where i.id = ?";

  private final Database database;

  @Activate
  public JdbcStudyQueries(
      @Reference(target = "(osgi.unit.name=studies)") JpaTemplate jpa, @Reference Schema schema) {
    this.database = new Database(jpa);
  }

  @Override
  public List<StudySummary> studies(
      StudyFilter filter, Visibility visibility, long before, long skip, int limit) {
    Conditions where = conditions(filter, visibility);
    if (before < Long.MAX_VALUE) {
      where.and("s.id < ?", before);
    }
    String sql = STUDY + where.sql() + " order by s.id desc limit ? offset ?";
    return database.run(
        connection ->
            Database.query(connection, sql, where.values(limit, skip), JdbcStudyQueries::summary));
  }

  @Override
  public long count(StudyFilter filter, Visibility visibility) {
    Conditions where = conditions(filter, visibility);
    String sql = "select count(*) from studies_study s" + where.sql();
    return database.run(
        connection ->
            Database.query(connection, sql, where.values(), row -> row.getLong(1)).get(0));
  }

  @Override
  public List<StudySummary> quarantined(long before, int limit) {
    String sql = STUDY + " where s.intake = ? and s.id < ? order by s.id desc limit ?";
    return database.run(
        connection ->
            Database.query(
                connection,
                sql,
                List.of(Intake.QUARANTINE, before, limit),
                JdbcStudyQueries::summary));
  }

  @Override
  public Optional<StudySummary> study(long id) {
    return database.run(
        connection ->
            Database.query(
                    connection, STUDY + " where s.id = ?", List.of(id), JdbcStudyQueries::summary)
                .stream()
                .findFirst());
  }

  @Override
  public List<ImageSummary> images(long studyId, ImageSummary.Position after, int limit) {
    return database.run(
        connection ->
            Database.query(
                connection,
                IMAGES,
                List.of(studyId, after.series(), after.instance(), after.id(), limit),
                row ->
                    new ImageSummary(
                        new ImageSummary.Position(row.getInt(1), row.getInt(2), row.getLong(3)),
                        Database.integer(row, 4),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7),
                        row.getString(8),
                        Database.integer(row, 9),
                        row.getString(10),
                        row.getString(11),
                        image(row, 12))));
  }

  @Override
  public Optional<ImageDetail> image(long id) {
    return database.run(
        connection ->
            Database.query(
                    connection,
                    IMAGE,
                    List.of(id),
                    row ->
                        new ImageDetail(
                            row.getLong(1),
                            StudyRows.ref(row, 2),
                            Objects.toString(row.getString(20), ""),
                            row.getString(8),
                            row.getString(9),
                            row.getString(10),
                            row.getLong(11),
                            row.getString(12),
                            image(row, 13)))
                .stream()
                .findFirst());
  }

  @Override
  public Optional<byte[]> json(long imageId) {
    return database.run(
        connection ->
            Database.query(
                    connection,
                    "select dicom_json from studies_header where instance_id = ?"
                        + " and dicom_json is not null",
                    List.of(imageId),
                    row -> row.getBytes(1))
                .stream()
                .findFirst());
  }

  private static Conditions conditions(StudyFilter filter, Visibility visibility) {
    Conditions where = new Conditions().and("s.intake = ?", Intake.ACCEPTED);
    where.visible(visibility);
    where.equal("s.patient_id", filter.patientId());
    where.equal("s.study_uid", filter.studyInstanceUid());
    where.equal("s.accession_number", filter.accessionNumber());
    if (filter.patientName() != null) {
      where.name(filter.patientName());
    }
    DateRange dates = filter.studyDate();
    if (dates != null && dates.from() != null) {
      where.and("s.study_date >= ?", dates.from());
    }
    if (dates != null && dates.to() != null) {
      where.and("s.study_date <= ?", dates.to());
    }
    if (filter.modality() != null) {
      String modality = Texts.escaped(Texts.upper(filter.modality()));
      where.and("s.modalities like ? escape '!'", "%|" + modality + "|%");
    }
    if (filter.text() != null) {
      where.and(
          "s.text_key like ? escape '!'", "%" + Texts.escaped(Texts.upper(filter.text())) + "%");
    }
    return where;
  }

  private static StudySummary summary(ResultSet row) throws SQLException {
    return new StudySummary(
        StudyRows.ref(row, 1),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getObject(10, LocalDate.class),
        row.getString(11),
        Texts.modalities(row.getString(12)),
        row.getString(13),
        row.getString(14),
        row.getInt(15),
        row.getInt(16),
        row.getLong(17),
        row.getObject(18, OffsetDateTime.class).toInstant());
  }

  private static ImageFacts image(ResultSet row, int first) throws SQLException {
    Integer rows = Database.integer(row, first);
    if (rows == null) {
      return null;
    }
    return new ImageFacts(
        rows,
        row.getInt(first + 1),
        row.getInt(first + 2),
        Database.decimal(row, first + 3),
        Database.decimal(row, first + 4),
        Database.decimal(row, first + 5),
        Database.decimal(row, first + 6));
  }
}
