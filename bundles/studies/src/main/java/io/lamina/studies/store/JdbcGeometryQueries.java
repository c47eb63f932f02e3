package io.lamina.studies.store;

import io.lamina.api.catalog.ImageGeometry;
import io.lamina.studies.domain.GeometryQueries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sizes of images in the catalog's tables. */
@Component(service = GeometryQueries.class)
public final class JdbcGeometryQueries implements GeometryQueries {
  private static final String IMAGE =
      "select i.id, s.id, s.study_uid, s.scope, s.intake, s.project_id, s.owner_id, e.series_uid,"
          + " i.sop_uid, i.image_rows, i.image_columns, i.frames, e.instance_count"
          + " from studies_study s join studies_instance i on i.study_id = s.id"
          + " join studies_series e on e.id = i.series_id"
          + " where s.study_uid = ? and s.intake = ? and i.image_rows is not null";

  private final Database database;

  @Activate
  public JdbcGeometryQueries(
      @Reference(target = "(osgi.unit.name=studies)") JpaTemplate jpa, @Reference Schema schema) {
    this.database = new Database(jpa);
  }

  @Override
  public List<Found> images(String studyInstanceUid, Collection<String> sopInstanceUids) {
    return database.run(
        connection ->
            Database.forAll(
                connection,
                IMAGE + " and i.sop_uid in (%s)",
                List.of(studyInstanceUid, Intake.ACCEPTED),
                sopInstanceUids,
                JdbcGeometryQueries::found));
  }

  @Override
  public List<Found> series(String studyInstanceUid, String seriesInstanceUid, int limit) {
    return database.run(
        connection ->
            Database.query(
                connection,
                IMAGE + " and e.series_uid = ? order by i.instance_order, i.id limit ?",
                List.of(studyInstanceUid, Intake.ACCEPTED, seriesInstanceUid, limit),
                JdbcGeometryQueries::found));
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        row.getLong(1),
        StudyRows.ref(row, 2),
        new ImageGeometry(
            row.getString(8),
            row.getString(9),
            row.getInt(10),
            row.getInt(11),
            row.getInt(12),
            row.getInt(13),
            null));
  }
}
