package io.lamina.studies.store;

import io.lamina.studies.domain.PatientFacts;
import io.lamina.studies.domain.StudyRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Rows that change their place, or go. */
final class Moves {
  private Moves() {}

  static Void release(Connection connection, long studyId, Long projectId, long ownerId)
      throws SQLException {
    PatientFacts patient =
        Database.query(
                connection,
                "select patient_id, patient_name_dicom, patient_birth_date, patient_sex"
                    + " from studies_study where id = ?",
                List.of(studyId),
                row ->
                    new PatientFacts(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, LocalDate.class),
                        row.getString(4)))
            .get(0);
    StudyRef released = new StudyRef(studyId, "", StudyRef.MAIN, true, projectId, ownerId);
    Database.update(
        connection,
        "update studies_study set scope = ?, intake = ?, project_id = ?, owner_id = ?,"
            + " patient_key = ?, updated_at = ? where id = ?",
        Arrays.asList(
            released.scope(),
            Intake.ACCEPTED,
            projectId,
            ownerId,
            Patients.keyOf(connection, released, patient),
            Inserts.now(),
            studyId));
    return null;
  }

  static void instances(Connection connection, long toStudyId, Map<Long, Long> seriesByInstance)
      throws SQLException {
    List<List<?>> rows = new ArrayList<>();
    seriesByInstance.forEach((instance, series) -> rows.add(List.of(toStudyId, series, instance)));
    Database.batch(
        connection, "update studies_instance set study_id = ?, series_id = ? where id = ?", rows);
  }

  static void delete(Connection connection, Collection<Long> instanceIds) throws SQLException {
    List<List<?>> rows = new ArrayList<>();
    instanceIds.forEach(id -> rows.add(List.of(id)));
    Database.batch(connection, "delete from studies_header where instance_id = ?", rows);
    Database.batch(connection, "delete from studies_instance where id = ?", rows);
    Database.batch(connection, "insert into studies_discarded (instance_id) values (?)", rows);
  }
}
