package io.lamina.audit.domain;

import java.util.List;

/** What can be asked of the trail. */
public interface AuditQueries {
  /**
   * An entry with what was said of it later.
   *
   * @param times how often it happened in its minute, as far as that is written
   * @param sealNo null while it is not sealed
   */
  record Found(Entry entry, long times, Long sealNo) {}

  /**
   * Entries below an id, the newest first.
   *
   * @param below only entries with a smaller id
   */
  List<Found> find(AuditFilter filter, long below, int most);

  /**
   * Entries of a patient above an id, the oldest first: those that name him, and those of studies
   * that other entries named together with him.
   */
  List<Found> ofPatient(String patient, AuditFilter filter, long above, int most);
}
