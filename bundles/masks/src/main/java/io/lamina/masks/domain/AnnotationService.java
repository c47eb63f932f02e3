package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Annotations of images (C-002). */
@Component(service = AnnotationService.class)
public final class AnnotationService {
  private final Access access;
  private final Annotations annotations;
  private final AnnotationHistory history;
  private final MeasurementReader measurements;
  private final MaskGroups groups;
  private final StoredObjects objects;
  private final ObjectRemoval removal;
  private final Changes changes;
  private final AuditTrail audit;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public AnnotationService(
      @Reference Access access,
      @Reference Annotations annotations,
      @Reference AnnotationHistory history,
      @Reference MeasurementReader measurements,
      @Reference MaskGroups groups,
      @Reference StoredObjects objects,
      @Reference ObjectRemoval removal,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.access = access;
    this.annotations = annotations;
    this.history = history;
    this.measurements = measurements;
    this.groups = groups;
    this.objects = objects;
    this.removal = removal;
    this.changes = changes;
    this.audit = audit;
  }

  /** The caller owns it; nothing else says whose it is (H-09). */
  public Annotation create(
      Caller caller, long projectId, ImageReference image, AnnotationContent content) {
    access.requireAnnotating(caller, projectId);
    Instant now = Now.of(clock);
    List<Measurement> values = measurements.read(content.measurements());
    return changes.told(
        caller,
        () -> {
          Annotation added = annotations.add(projectId, caller.userId(), image, content, now);
          if (!values.isEmpty()) {
            annotations.measure(added.id(), values);
          }
          return added;
        },
        added -> Told.of(AuditAction.CREATE, added));
  }

  public Annotation get(Caller caller, long id) {
    caller.requireSignedIn();
    Annotation found = annotations.find(id).orElseThrow(Access::annotationNotFound);
    access.requireRead(
        caller,
        new Ownership(
            id, found.projectId(), found.userId(), found.content().shared(), found.image()));
    audit.read(caller, Told.of(AuditAction.READ, found));
    return found;
  }

  public InParts<Annotation> list(Caller caller, AnnotationFilter filter, Page page) {
    Listing<Long> found = annotations.list(access.visibility(caller), filter, page);
    audit.read(caller, AuditEvent.of(AuditAction.READ, "annotation-list", ""));
    return InParts.of(found, annotations::findAll);
  }

  /**
   * What it was before stays in its history; a change that changes nothing leaves no version.
   *
   * @param expected revision the client saw last, or null
   */
  public Annotation update(Caller caller, long id, AnnotationChange change, Long expected) {
    access.writableAnnotation(caller, id);
    return changes.told(
        caller,
        () -> {
          Annotation old = annotations.lock(id).orElseThrow(Access::annotationNotFound);
          Revisions.require(expected, old.revision());
          AnnotationContent content = change.applyTo(old.content());
          if (content.equals(old.content())) {
            return old;
          }
          Instant now = Now.of(clock);
          history.keep(id, AnnotationVersion.End.UPDATE, caller.userId(), now);
          if (!content.measurements().equals(old.content().measurements())) {
            annotations.measure(id, measurements.read(content.measurements()));
          }
          return annotations.update(id, content, now);
        },
        changed -> Told.of(AuditAction.UPDATE, changed));
  }

  /**
   * Deletes it with its groups and masks; their objects go when that is committed. What it said
   * stays in its history.
   *
   * @param expected revision the client saw last, or null
   */
  public void delete(Caller caller, long id, Long expected) {
    Ownership owned = access.writableAnnotation(caller, id);
    List<String> doomed =
        changes.told(
            caller,
            () -> {
              Annotation old = annotations.lock(id).orElseThrow(Access::annotationNotFound);
              Revisions.require(expected, old.revision());
              List<String> keys =
                  groups.idsOf(id).stream()
                      .map(group -> groups.lock(new GroupPath(id, group)))
                      .flatMap(Optional::stream)
                      .flatMap(
                          group -> {
                            List<String> own = objects.removeAll(group.id(), Now.of(clock));
                            groups.delete(group.id());
                            return own.stream();
                          })
                      .toList();
              history.keep(id, AnnotationVersion.End.DELETE, caller.userId(), Now.of(clock));
              annotations.delete(id);
              return keys;
            },
            keys ->
                Told.of(AuditAction.DELETE, "annotation", id, owned).with("files", keys.size()));
    removal.afterCommit(doomed);
  }
}
