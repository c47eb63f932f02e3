package io.lamina.studies.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectRights;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What waits in quarantine, and what becomes of it (H-02). */
@Component(service = IntakeService.class)
public final class IntakeService {
  private final Catalog catalog;
  private final StudyQueries queries;
  private final ProjectRights rights;
  private final BlobStore blobs;
  private final Discards discards;
  private final AuditTrail audit;

  @Activate
  public IntakeService(
      @Reference Catalog catalog,
      @Reference StudyQueries queries,
      @Reference ProjectRights rights,
      @Reference BlobStore blobs,
      @Reference AuditTrail audit) {
    this.catalog = catalog;
    this.queries = queries;
    this.rights = rights;
    this.blobs = blobs;
    this.audit = audit;
    this.discards = new Discards(blobs, catalog);
  }

  /**
   * What became of a released study.
   *
   * @param studyId where its instances are now
   * @param added instances that can be seen now
   * @param repeated instances that were there already
   * @param conflicting numbers of instances that stay in quarantine, as others have their UIDs
   */
  public record Released(
      long studyId, Long projectId, int added, int repeated, List<Long> conflicting) {}

  /**
   * Studies in quarantine, the one that came last first.
   *
   * @param before number of the study after which the page starts
   * @param limit 1 to 500
   * @throws LaminaException 401 or 403 without the right
   */
  public List<StudySummary> waiting(Caller caller, long before, int limit) {
    caller.require(Permission.INTAKE_ACCEPT);
    audit.read(caller, AuditEvent.of(AuditAction.READ, "intake-list", ""));
    return queries.quarantined(before, limit);
  }

  /**
   * Makes a study visible, or adds it to the accepted one of its UID.
   *
   * @param project where it goes; empty by D-14's rule for the acceptor
   * @throws LaminaException 401 or 403 without the right, 404 where no such study waits, 409 where
   *     it cannot be released
   */
  public Released accept(Caller caller, long studyId, Optional<Long> project) {
    caller.require(Permission.INTAKE_ACCEPT);
    Optional<Long> target = rights.projectForUpload(caller, Permission.STUDY_UPLOAD, project);
    Sender acceptor =
        new Sender(
            caller.userId(),
            target.orElse(null),
            project.isPresent(),
            Visibility.ofUploader(rights, caller));
    Release.Outcome outcome =
        catalog.change(
            change -> {
              String patient = change.patientOf(studyId);
              Release.Outcome released =
                  Release.of(
                      change,
                      acceptor,
                      studyId,
                      (one, other) -> SameDataSet.stored(blobs, one, other));
              change.tell(
                  caller,
                  Told.of(AuditAction.UPDATE, released.study(), patient)
                      .with("intake", "accepted")
                      .with("quarantined", studyId)
                      .with("images", released.added()));
              return released;
            });
    discards.run();
    return new Released(
        outcome.study().id(),
        outcome.study().projectId(),
        outcome.added(),
        outcome.repeated(),
        outcome.conflicting());
  }

  /**
   * Discards a study that waits in quarantine.
   *
   * @throws LaminaException 401 or 403 without the right, 404 where no such study waits
   */
  public void discard(Caller caller, long studyId) {
    caller.require(Permission.INTAKE_ACCEPT);
    catalog.change(
        change -> {
          StudyRef study = Release.lockQuarantined(change, studyId);
          String patient = change.patientOf(studyId);
          List<Long> images = change.instancesOf(studyId).stream().map(InstanceRef::id).toList();
          change.deleteInstances(study.id(), images);
          change.tell(
              caller,
              Told.of(AuditAction.DELETE, study, patient)
                  .with("intake", "discarded")
                  .with("images", images.size()));
          return null;
        });
    discards.run();
  }
}
