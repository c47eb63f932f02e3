package io.lamina.studies.store;

import io.lamina.studies.domain.StudyGrowth;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The counts that a study's row carries, so that a list counts nothing. */
final class Counters {
  private Counters() {}

  static void grow(Connection connection, Collection<StudyGrowth> studies) throws SQLException {
    OffsetDateTime now = Inserts.now();
    List<List<?>> rows = new ArrayList<>();
    List<Long> withNewSeries = new ArrayList<>();
    for (StudyGrowth growth : studies) {
      rows.add(List.of(growth.series(), growth.instances(), growth.bytes(), now, growth.studyId()));
      if (!growth.modalities().isEmpty()) {
        withNewSeries.add(growth.studyId());
      }
    }
    Database.batch(
        connection,
        "update studies_study set series_count = series_count + ?, total_images = total_images + ?,"
            + " total_bytes = total_bytes + ?, updated_at = ? where id = ?",
        rows);
    if (!withNewSeries.isEmpty()) {
      modalities(connection, withNewSeries);
    }
  }

  private static void modalities(Connection connection, List<Long> studies) throws SQLException {
    Map<Long, Set<String>> found = new HashMap<>();
    Database.forAll(
        connection,
        "select distinct study_id, modality from studies_series where study_id in (%s)",
        List.of(),
        studies,
        row ->
            found.computeIfAbsent(row.getLong(1), absent -> new TreeSet<>()).add(row.getString(2)));
    List<List<?>> rows = new ArrayList<>();
    found.forEach((study, all) -> rows.add(List.of(Texts.modalities(all), study)));
    Database.batch(connection, "update studies_study set modalities = ? where id = ?", rows);
  }

  /** Counts a study anew; series and the study itself go when nothing is left in them. */
  static void recount(Connection connection, long studyId) throws SQLException {
    Database.update(
        connection,
        "delete from studies_series where study_id = ?"
            + " and not exists (select 1 from studies_instance i"
            + " where i.series_id = studies_series.id)",
        List.of(studyId));
    List<String> modalities =
        Database.query(
            connection,
            "select modality from studies_series where study_id = ? order by id",
            List.of(studyId),
            row -> row.getString(1));
    if (modalities.isEmpty()) {
      remove(connection, studyId);
      return;
    }
    Database.update(
        connection,
        "update studies_series set instance_count ="
            + " (select count(*) from studies_instance i where i.series_id = studies_series.id)"
            + " where study_id = ?",
        List.of(studyId));
    Database.update(
        connection,
        "update studies_study set series_count = ?, modality = ?, modalities = ?, updated_at = ?,"
            + " total_images = (select count(*) from studies_instance i where i.study_id = ?),"
            + " total_bytes = (select sum(bytes) from studies_instance i where i.study_id = ?)"
            + " where id = ?",
        List.of(
            modalities.size(),
            modalities.get(0),
            Texts.modalities(new TreeSet<>(modalities)),
            Inserts.now(),
            studyId,
            studyId,
            studyId));
  }

  private static void remove(Connection connection, long studyId) throws SQLException {
    List<Long> patient =
        Database.query(
            connection,
            "select patient_key from studies_study where id = ?",
            List.of(studyId),
            row -> Database.number(row, 1));
    Database.update(connection, "delete from studies_study where id = ?", List.of(studyId));
    for (Long key : patient) {
      Patients.removeUnlessSeen(connection, key);
    }
  }
}
