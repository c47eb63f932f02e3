package io.lamina.masks.domain;

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
  private final Access access;
  private final MaskGroups groups;
  private final StoredObjects objects;
  private final ObjectRemoval removal;
  private final Transactions transactions;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public MaskGroupService(
      @Reference Access access,
      @Reference MaskGroups groups,
      @Reference StoredObjects objects,
      @Reference ObjectRemoval removal,
      @Reference Transactions transactions) {
    this.access = access;
    this.groups = groups;
    this.objects = objects;
    this.removal = removal;
    this.transactions = transactions;
  }

  public MaskGroup create(Caller caller, long annotationId, MaskGroupContent content) {
    access.writableMasks(caller, annotationId);
    Instant now = Now.of(clock);
    return transactions.inOne(() -> groups.add(annotationId, caller.userId(), content, now));
  }

  public MaskGroup get(Caller caller, GroupPath path) {
    return access.readableGroup(caller, path);
  }

  public Listing<MaskGroup> list(
      Caller caller, long annotationId, MaskGroupFilter filter, Page page) {
    access.readableMasks(caller, annotationId);
    return groups.list(annotationId, filter, page);
  }

  /** Counts over all groups of the annotation. */
  public MaskGroupStats stats(Caller caller, long annotationId) {
    access.readableMasks(caller, annotationId);
    return groups.stats(annotationId);
  }

  /**
   * @param expected revision the client saw last, or null
   */
  public MaskGroup update(Caller caller, GroupPath path, MaskGroupChange change, Long expected) {
    access.writableGroup(caller, path);
    return transactions.inOne(
        () -> {
          MaskGroup old = groups.lock(path).orElseThrow(Access::groupNotFound);
          Revisions.require(expected, old.revision());
          return groups.update(old.id(), change.applyTo(old.content()), Now.of(clock));
        });
  }

  /**
   * Deletes it with its masks; their objects go when that is committed.
   *
   * @param expected revision the client saw last, or null
   */
  public void delete(Caller caller, GroupPath path, Long expected) {
    access.deletableGroup(caller, path);
    List<String> doomed =
        transactions.inOne(
            () -> {
              MaskGroup old = groups.lock(path).orElseThrow(Access::groupNotFound);
              Revisions.require(expected, old.revision());
              List<String> keys = objects.removeAll(old.id(), Now.of(clock));
              groups.delete(old.id());
              return keys;
            });
    removal.afterCommit(doomed);
  }
}
