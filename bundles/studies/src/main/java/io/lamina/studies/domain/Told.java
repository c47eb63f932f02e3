package io.lamina.studies.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.studies.domain.Admitted.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the audit trail is told of studies: ids and counts, no names (C-095). */
final class Told {
  private static final String STUDY = "study";

  private Told() {}

  /**
   * @param patient Patient ID; null or empty where unknown
   */
  static AuditEvent of(AuditAction action, StudyRef study, String patient) {
    return AuditEvent.of(action, STUDY, study.id())
        .inProject(study.projectId())
        .ofStudy(study.uid())
        .ofPatient(patient == null || patient.isEmpty() ? null : patient);
  }

  /**
   * @param view what was shown of it
   */
  static AuditEvent read(StudySummary study, String view) {
    return of(AuditAction.READ, study.ref(), study.patientId()).with("view", view);
  }

  /**
   * @param view what was shown of it
   */
  static AuditEvent read(ImageDetail image, AuditAction action, String view) {
    return of(action, image.study(), image.patientId())
        .with("image", image.id())
        .with("view", view);
  }

  /** One entry for each study that an upload added something to, with counts. */
  static List<AuditEvent> uploads(List<Admitted> admitted) {
    Map<Long, AuditEvent> first = new LinkedHashMap<>();
    Map<Long, Integer> added = new LinkedHashMap<>();
    Map<Long, Long> bytes = new LinkedHashMap<>();
    for (Admitted one : admitted) {
      if (one.verdict() == Verdict.NEW) {
        long id = one.study().id();
        String patient = one.file().facts().patient().patientId();
        first.computeIfAbsent(id, key -> of(AuditAction.CREATE, one.study(), patient));
        added.merge(id, 1, Integer::sum);
        bytes.merge(id, one.file().bytes(), Long::sum);
      }
    }
    return first.entrySet().stream()
        .map(
            one ->
                one.getValue()
                    .with("images", added.get(one.getKey()))
                    .with("bytes", bytes.get(one.getKey())))
        .toList();
  }
}
