package io.lamina.studies.store;

import io.lamina.studies.domain.ImageFacts;
import io.lamina.studies.domain.InstanceFacts;
import io.lamina.studies.domain.NewInstance;
import io.lamina.studies.domain.NewSeries;
import io.lamina.studies.domain.NewStudy;
import io.lamina.studies.domain.PatientFacts;
import io.lamina.studies.domain.PersonName;
import io.lamina.studies.domain.SeriesFacts;
import io.lamina.studies.domain.StoredFile;
import io.lamina.studies.domain.StudyFacts;
import io.lamina.studies.domain.StudyRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** New rows, many in one statement. */
final class Inserts {
  private static final String STUDY =
      "insert into studies_study (id, study_uid, scope, intake, project_id, owner_id, patient_key,"
          + " patient_id, patient_name, patient_name_dicom, patient_birth_date, patient_sex,"
          + " study_date, study_time, study_id, accession_number, description,"
          + " referring_physician, modality, modalities, series_count, total_images, total_bytes,"
          + " name_key, name_spoken_key, text_key, created_at, updated_at)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0,"
          + " ?, ?, ?, ?, ?)";

  private static final String SERIES =
      "insert into studies_series (id, study_id, series_uid, series_number, modality,"
          + " description, instance_count, created_at) values (?, ?, ?, ?, ?, ?, 0, ?)";

  private static final String INSTANCE =
      "insert into studies_instance (id, study_id, series_id, sop_uid, sop_class_uid,"
          + " transfer_syntax_uid, instance_number, series_order, instance_order, image_rows,"
          + " image_columns, frames, window_center, window_width, spacing_row, spacing_column,"
          + " file_name, bytes, sha256, created_at)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String HEADER =
      "insert into studies_header (instance_id, dicom_json, frame_index) values (?, ?, ?)";

  private Inserts() {}

  static Void studies(Connection connection, List<NewStudy> studies) throws SQLException {
    OffsetDateTime now = now();
    List<List<?>> rows = new ArrayList<>();
    for (NewStudy study : studies) {
      StudyRef ref = study.ref();
      PatientFacts patient = study.patient();
      StudyFacts facts = study.facts();
      rows.add(
          Arrays.asList(
              ref.id(),
              ref.uid(),
              ref.scope(),
              Intake.of(ref.accepted()),
              ref.projectId(),
              ref.ownerId(),
              ref.accepted() ? Patients.keyOf(connection, ref, patient) : null,
              patient.patientId(),
              Texts.cut(PersonName.spoken(patient.dicomName()), 400),
              patient.dicomName(),
              patient.birthDate(),
              patient.sex(),
              facts.date(),
              facts.time(),
              facts.studyId(),
              facts.accessionNumber(),
              facts.description(),
              facts.referringPhysician(),
              study.modality(),
              Texts.modalities(Set.of(study.modality())),
              Texts.nameKey(patient.dicomName()),
              Texts.spokenKey(patient.dicomName()),
              Texts.textKey(patient, facts),
              now,
              now));
    }
    Database.batch(connection, STUDY, rows);
    return null;
  }

  static Void series(Connection connection, List<NewSeries> series) throws SQLException {
    OffsetDateTime now = now();
    List<List<?>> rows = new ArrayList<>();
    for (NewSeries one : series) {
      SeriesFacts facts = one.facts();
      rows.add(
          Arrays.asList(
              one.id(),
              one.studyId(),
              facts.uid(),
              facts.number(),
              facts.modality(),
              facts.description(),
              now));
    }
    Database.batch(connection, SERIES, rows);
    return null;
  }

  static Void instances(Connection connection, List<NewInstance> instances) throws SQLException {
    OffsetDateTime now = now();
    List<List<?>> rows = new ArrayList<>();
    List<List<?>> headers = new ArrayList<>();
    for (NewInstance one : instances) {
      StoredFile file = one.file();
      InstanceFacts facts = file.facts();
      ImageFacts image = facts.image();
      rows.add(
          Arrays.asList(
              file.instanceId(),
              one.studyId(),
              one.seriesId(),
              facts.sopInstanceUid(),
              facts.sopClassUid(),
              facts.transferSyntaxUid(),
              facts.instanceNumber(),
              order(facts.series().number()),
              order(facts.instanceNumber()),
              image == null ? null : image.rows(),
              image == null ? null : image.columns(),
              image == null ? null : image.frames(),
              image == null ? null : image.windowCenter(),
              image == null ? null : image.windowWidth(),
              image == null ? null : image.rowSpacing(),
              image == null ? null : image.columnSpacing(),
              file.name(),
              file.bytes(),
              file.sha256(),
              now));
      headers.add(Arrays.asList(file.instanceId(), facts.json(), facts.frameIndex()));
    }
    Database.batch(connection, INSTANCE, rows);
    Database.batch(connection, HEADER, headers);
    return null;
  }

  static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }

  private static int order(Integer number) {
    return number == null ? Integer.MAX_VALUE : number;
  }
}
