package io.lamina.studies.domain;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One transaction over the catalog. */
public interface CatalogChange {
  /** Studies by UID in any of the scopes, held against other changes until this one ends. */
  List<StudyRef> lockStudies(Collection<String> studyUids, Collection<String> scopes);

  /** A study by its number, held against other changes until this one ends; null if none. */
  StudyRef lockStudy(long studyId);

  List<SeriesRef> series(Collection<Long> studyIds, Collection<String> seriesUids);

  /** Instances by UID, in whatever study. */
  List<InstanceRef> instances(Collection<String> sopInstanceUids);

  List<InstanceRef> instancesOf(long studyId);

  long newStudyId();

  long newSeriesId();

  void insertStudies(List<NewStudy> studies);

  void insertSeries(List<NewSeries> series);

  void insertInstances(List<NewInstance> instances);

  /**
   * Adds to the counters of studies and series.
   *
   * @param instancesBySeries instances added to each series
   */
  void grow(Collection<StudyGrowth> studies, Map<Long, Integer> instancesBySeries);

  /**
   * Takes a study out of quarantine and gives it to its new owner.
   *
   * @param projectId null for a private study
   */
  void release(long studyId, Long projectId, long ownerId);

  /**
   * Moves instances to another study and its series, and counts both studies anew.
   *
   * @param seriesByInstance the series each goes to
   */
  void moveInstances(long fromStudyId, long toStudyId, Map<Long, Long> seriesByInstance);

  /** The series of a study with what they are. */
  List<NewSeries> seriesOf(long studyId);

  /**
   * Removes rows of instances, and of series and studies that are left empty; their objects are
   * noted as to be discarded.
   */
  void deleteInstances(long studyId, Collection<Long> instanceIds);

  /** Tells the audit trail of this change: the entry is committed with it (C-095). */
  void tell(Caller caller, AuditEvent event);

  /** Patient ID of a study; null where it has none. */
  String patientOf(long studyId);
}
