package io.lamina.studies.store;

import io.lamina.studies.domain.StudyRef;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What rows of studies say. */
final class StudyRows {
  private StudyRows() {}

  /**
   * @param first column of id, study_uid, scope, intake, project_id and owner_id, in this order
   */
  static StudyRef ref(ResultSet row, int first) throws SQLException {
    return new StudyRef(
        row.getLong(first),
        row.getString(first + 1),
        row.getString(first + 2),
        Intake.ACCEPTED.equals(row.getString(first + 3)),
        Database.number(row, first + 4),
        row.getLong(first + 5));
  }
}
