package io.lamina.studies.store;

import io.lamina.studies.domain.PatientFacts;
import io.lamina.studies.domain.PersonName;
import io.lamina.studies.domain.StudyRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Patients of accepted studies. An id names the same patient within one project, or within one
 * user's private studies; elsewhere it is somebody else's number.
 */
final class Patients {
  private Patients() {}

  /** Key of the patient's row, which is made where it is missing; null without a patient id. */
  static Long keyOf(Connection connection, StudyRef study, PatientFacts patient)
      throws SQLException {
    if (patient.patientId().isEmpty()) {
      return null;
    }
    String realm =
        study.projectId() == null ? "user-" + study.ownerId() : "project-" + study.projectId();
    List<Long> known =
        Database.query(
            connection,
            "select id from studies_patient where realm = ? and patient_id = ?",
            List.of(realm, patient.patientId()),
            row -> row.getLong(1));
    if (!known.isEmpty()) {
      return known.get(0);
    }
    long id = Sequences.next(connection, "studies_patient_seq", 1)[0];
    Database.update(
        connection,
        "insert into studies_patient (id, realm, patient_id, name, birth_date, sex)"
            + " values (?, ?, ?, ?, ?, ?)",
        Arrays.asList(
            id,
            realm,
            patient.patientId(),
            Texts.cut(PersonName.spoken(patient.dicomName()), 400),
            patient.birthDate(),
            patient.sex()));
    return id;
  }

  /** Removes a patient who has no study any more. */
  static void removeUnlessSeen(Connection connection, Long key) throws SQLException {
    if (key != null) {
      Database.update(
          connection,
          "delete from studies_patient where id = ?"
              + " and not exists (select 1 from studies_study where patient_key = ?)",
          List.of(key, key));
    }
  }
}
