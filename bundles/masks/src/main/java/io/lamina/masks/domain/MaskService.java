package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The masks of a group (C-011 to C-017). */
@Component(service = MaskService.class)
public final class MaskService {
  private static final String MASK = "mask";

  private final Access access;
  private final Policies policies;
  private final Masks masks;
  private final StoredObjects objects;
  private final IssuedUploads issued;
  private final Completion completion;
  private final GeometryGuard guard;
  private final ObjectRemoval removal;
  private final Transactions transactions;
  private final Changes changes;
  private final AuditTrail audit;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public MaskService(
      @Reference Access access,
      @Reference Policies policies,
      @Reference Masks masks,
      @Reference StoredObjects objects,
      @Reference IssuedUploads issued,
      @Reference Completion completion,
      @Reference GeometryGuard guard,
      @Reference ObjectRemoval removal,
      @Reference Transactions transactions,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.access = access;
    this.policies = policies;
    this.masks = masks;
    this.objects = objects;
    this.issued = issued;
    this.completion = completion;
    this.guard = guard;
    this.removal = removal;
    this.transactions = transactions;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Adds a mask. An object that is uploaded and not completed is completed by this (D-20); one that
   * is not uploaded yet makes an unverifiable mask.
   *
   * @throws LaminaException 404 for a path outside the group, or one that was never issued (H-05)
   */
  public Mask create(Caller caller, GroupPath path, MaskContent declared) {
    OwnedGroup owned = access.writableGroup(caller, path);
    return ChangedMeanwhileException.retried(() -> create(caller, path, owned, declared));
  }

  private Mask create(Caller caller, GroupPath path, OwnedGroup owned, MaskContent declared) {
    MaskPolicy policy = policies.current();
    String mimeType = policy.accepted(declared.mimeType());
    BlobKey key = new ObjectKeys(path).resolve(declared.filePath());
    MaskContent content = declared.at(key.value());
    Completion.Prepared prepared = completion.prepare(caller, owned, List.of(key));
    StoredObject seen = prepared.get(key.value()).orElse(null);
    if (seen == null) {
      requireIssued(key.value());
    }
    Fit fit = fit(caller, owned, content, seen);
    return changes.told(
        caller,
        () -> {
          StoredObject object = hold(path, key.value(), prepared);
          requireSeen(seen, object);
          Verified verified = verified(object, mimeType);
          policy.require(content, verified, fit);
          requireRoom(path, key.value(), verified);
          NewMask mask = new NewMask(content, verified, fit);
          return masks.addAll(path.groupId(), List.of(mask), Now.of(clock)).get(0);
        },
        added -> told(AuditAction.CREATE, added.id(), owned));
  }

  public Mask get(Caller caller, GroupPath path, long id) {
    OwnedGroup owned = access.readableGroup(caller, path);
    Mask found = masks.find(path.groupId(), id).orElseThrow(MaskService::notFound);
    audit.read(caller, told(AuditAction.READ, id, owned));
    return found;
  }

  public Listing<Mask> list(Caller caller, GroupPath path, MaskFilter filter, Page page) {
    readMasks(caller, path);
    return masks.list(path.groupId(), filter, page);
  }

  public MaskStats stats(Caller caller, GroupPath path) {
    readMasks(caller, path);
    return masks.stats(path.groupId());
  }

  private void readMasks(Caller caller, GroupPath path) {
    OwnedGroup owned = access.readableGroup(caller, path);
    audit.read(caller, told(AuditAction.READ, "mask-list", "", owned));
  }

  /**
   * @param expected revision the client saw last, or null
   */
  public Mask update(Caller caller, GroupPath path, long id, MaskChange change, Long expected) {
    OwnedGroup owned = access.writableGroup(caller, path);
    return ChangedMeanwhileException.retried(
        () -> {
          Mask seen = masks.find(path.groupId(), id).orElseThrow(MaskService::notFound);
          Revisions.require(expected, seen.revision());
          return update(caller, path, owned, seen, change.applyTo(seen.content()));
        });
  }

  /** Compared with its image outside of the transaction, as it was seen then. */
  private Mask update(
      Caller caller, GroupPath path, OwnedGroup owned, Mask seen, MaskContent changed) {
    MaskPolicy policy = policies.current();
    String key = new ObjectKeys(path).resolve(changed.filePath()).value();
    MaskContent content = changed.at(key);
    String mimeType = policy.accepted(content.mimeType());
    StoredObject stored = objects.find(List.of(key)).get(key);
    Fit fit = fit(caller, owned, content, stored);
    return changes.told(
        caller,
        () -> {
          Mask old = masks.lock(path.groupId(), seen.id()).orElseThrow(MaskService::notFound);
          if (old.revision() != seen.revision()) {
            throw new ChangedMeanwhileException();
          }
          StoredObject object = objects.lock(key).orElse(null);
          requireSeen(stored, object);
          if (!key.equals(old.content().filePath())) {
            if (object == null) {
              requireIssued(key);
            }
          }
          Verified verified = verified(object, mimeType);
          if (!key.equals(old.content().filePath())) {
            requireRoom(path, key, verified);
          }
          policy.require(content, verified, fit);
          return masks.update(old, old.with(content, verified, fit, Now.of(clock)));
        },
        updated -> told(AuditAction.UPDATE, seen.id(), owned));
  }

  private Fit fit(Caller caller, OwnedGroup owned, MaskContent content, StoredObject object) {
    return object == null || object.removed()
        ? Fit.NOT_UPLOADED
        : guard.check(caller, owned.ownership().image(), content, object);
  }

  /** What was not there when the mask was compared with its image was not compared. */
  private static void requireSeen(StoredObject seen, StoredObject object) {
    if (seen == null && object != null && !object.removed()) {
      throw new ChangedMeanwhileException();
    }
  }

  /**
   * Deletes a mask; its object goes when that is committed, unless another mask refers to it.
   *
   * @param expected revision the client saw last, or null
   */
  public void delete(Caller caller, GroupPath path, long id, Long expected) {
    OwnedGroup owned = access.deletableGroup(caller, path);
    Optional<String> doomed =
        changes.told(
            caller,
            () -> {
              Mask mask = masks.lock(path.groupId(), id).orElseThrow(MaskService::notFound);
              Revisions.require(expected, mask.revision());
              String key = mask.content().filePath();
              objects.lock(key);
              masks.delete(mask);
              if (masks.refersTo(path.groupId(), key)) {
                return Optional.<String>empty();
              }
              objects.remove(key, path.groupId(), Now.of(clock));
              return Optional.of(key);
            },
            key -> told(AuditAction.DELETE, id, owned));
    doomed.ifPresent(key -> removal.afterCommit(List.of(key)));
  }

  /**
   * What a download link may be made for.
   *
   * @param filePath as the client knows it, or null
   * @throws LaminaException 404 when the path is not that of the mask (H-05), 409 while its object
   *     is not completed
   */
  public StoredObject downloadable(Caller caller, GroupPath path, long id, String filePath) {
    OwnedGroup owned = access.readableGroup(caller, path);
    Mask mask = masks.find(path.groupId(), id).orElseThrow(MaskService::notFound);
    String key = mask.content().filePath();
    if (filePath != null && !new ObjectKeys(path).resolve(filePath).value().equals(key)) {
      throw LaminaException.notFound("No such file in this mask");
    }
    StoredObject object = objects.find(List.of(key)).get(key);
    if (object == null || object.removed()) {
      throw LaminaException.conflict(
          "The file of this mask is not uploaded yet; call complete-upload after the upload");
    }
    if (mask.verified() == null) {
      settle(path, mask, object, fit(caller, owned, mask.content(), object));
    }
    audit.read(caller, told(AuditAction.EXPORT, id, owned));
    return object;
  }

  private static AuditEvent told(AuditAction action, long id, OwnedGroup owned) {
    return told(action, MASK, id, owned);
  }

  private static AuditEvent told(AuditAction action, String object, Object id, OwnedGroup owned) {
    return Told.of(action, object, id, owned.ownership()).with("group", owned.group().id());
  }

  private void requireRoom(GroupPath path, String key, Verified verified) {
    long count = masks.counts(path.groupId(), List.of(key)).getOrDefault(key, 0L);
    Masks.requireRoom(count, verified == null ? Masks.MOST_WAITING : Masks.MOST_OF_A_FILE);
  }

  private void requireIssued(String key) {
    if (!issued.includes(key)) {
      throw LaminaException.notFound(
          "No such file in this mask group; ask for an upload_url first");
    }
  }

  /** A mask and the completion of its object may have missed each other when both were new. */
  private void settle(GroupPath path, Mask seen, StoredObject object, Fit fit) {
    transactions.inOne(
        () -> {
          masks
              .lock(path.groupId(), seen.id())
              .filter(mask -> mask.revision() == seen.revision())
              .ifPresent(
                  mask ->
                      masks.update(
                          mask, mask.with(mask.content(), object.verified(), fit, Now.of(clock))));
          return null;
        });
  }

  /** The object, recorded if it is new, which nobody removes before this transaction ends. */
  private StoredObject hold(GroupPath path, String key, Completion.Prepared prepared) {
    if (!prepared.fresh().isEmpty()) {
      Completion.Recorded recorded = completion.record(path.groupId(), prepared);
      if (recorded.added().contains(key)) {
        return recorded.objects().get(key);
      }
    }
    return objects.lock(key).orElse(null);
  }

  /**
   * @param object of the mask, or null where none is completed
   */
  private static Verified verified(StoredObject object, String mimeType) {
    if (object == null) {
      return null;
    }
    if (object.removed()) {
      throw LaminaException.notFound("This file was removed; upload it again");
    }
    Completion.requireFit(object.key(), mimeType, object.detected());
    return object.verified();
  }

  private static LaminaException notFound() {
    return LaminaException.notFound("Mask not found");
  }
}
