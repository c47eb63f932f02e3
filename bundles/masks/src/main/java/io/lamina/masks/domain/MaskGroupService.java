package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Groups of masks below an annotation (C-003 to C-007). */
@Component(service = MaskGroupService.class)
public final class MaskGroupService {
  private static final String GROUP = "mask-group";

  private final Access access;
  private final MaskGroups groups;
  private final StoredObjects objects;
  private final ObjectRemoval removal;
  private final Changes changes;
  private final AuditTrail audit;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public MaskGroupService(
      @Reference Access access,
      @Reference MaskGroups groups,
      @Reference StoredObjects objects,
      @Reference ObjectRemoval removal,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.access = access;
    this.groups = groups;
    this.objects = objects;
    this.removal = removal;
    this.changes = changes;
    this.audit = audit;
  }

  public MaskGroup create(Caller caller, long annotationId, MaskGroupContent content) {
    Ownership owned = access.writableMasks(caller, annotationId);
    Instant now = Now.of(clock);
    return changes.told(
        caller,
        () -> groups.add(annotationId, caller.userId(), content, now),
        added -> Told.of(AuditAction.CREATE, GROUP, added.id(), owned));
  }

  public MaskGroup get(Caller caller, GroupPath path) {
    OwnedGroup found = access.readableGroup(caller, path);
    audit.read(caller, Told.of(AuditAction.READ, GROUP, path.groupId(), found.ownership()));
    return found.group();
  }

  public Listing<MaskGroup> list(
      Caller caller, long annotationId, MaskGroupFilter filter, Page page) {
    readGroups(caller, annotationId);
    return groups.list(annotationId, filter, page);
  }

  /** Counts over all groups of the annotation. */
  public MaskGroupStats stats(Caller caller, long annotationId) {
    readGroups(caller, annotationId);
    return groups.stats(annotationId);
  }

  private void readGroups(Caller caller, long annotationId) {
    Ownership owned = access.readableMasks(caller, annotationId);
    audit.read(caller, Told.of(AuditAction.READ, "mask-group-list", "", owned));
  }

  /**
   * @param expected revision the client saw last, or null
   */
  public MaskGroup update(Caller caller, GroupPath path, MaskGroupChange change, Long expected) {
    OwnedGroup owned = access.writableGroup(caller, path);
    return changes.told(
        caller,
        () -> {
          MaskGroup old = groups.lock(path).orElseThrow(Access::groupNotFound);
          Revisions.require(expected, old.revision());
          return groups.update(old.id(), change.applyTo(old.content()), Now.of(clock));
        },
        changed -> Told.of(AuditAction.UPDATE, GROUP, changed.id(), owned.ownership()));
  }

  /**
   * Deletes it with its masks; their objects go when that is committed.
   *
   * @param expected revision the client saw last, or null
   */
  public void delete(Caller caller, GroupPath path, Long expected) {
    OwnedGroup owned = access.deletableGroup(caller, path);
    List<String> doomed =
        changes.told(
            caller,
            () -> {
              MaskGroup old = groups.lock(path).orElseThrow(Access::groupNotFound);
              Revisions.require(expected, old.revision());
              List<String> keys = objects.removeAll(old.id(), Now.of(clock));
              groups.delete(old.id());
              return keys;
            },
            keys ->
                Told.of(AuditAction.DELETE, GROUP, path.groupId(), owned.ownership())
                    .with("files", keys.size()));
    removal.afterCommit(doomed);
  }
}
