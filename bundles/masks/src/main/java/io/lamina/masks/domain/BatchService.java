package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Acknowledges many uploads in one transaction and makes their masks. Each item stands for itself:
 * one that is refused keeps no other from being acknowledged (D-18). Doing it again changes
 * nothing: a mask that is there as declared is answered, not made twice.
 */
@Component(service = BatchService.class)
public final class BatchService {
  private final Access access;
  private final Policies policies;
  private final Masks masks;
  private final StoredObjects objects;
  private final Completion completion;
  private final GeometryGuard guard;
  private final Changes changes;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public BatchService(
      @Reference Access access,
      @Reference Policies policies,
      @Reference Masks masks,
      @Reference StoredObjects objects,
      @Reference Completion completion,
      @Reference GeometryGuard guard,
      @Reference Changes changes) {
    this.access = access;
    this.policies = policies;
    this.masks = masks;
    this.objects = objects;
    this.completion = completion;
    this.guard = guard;
    this.changes = changes;
  }

  /**
   * What was acknowledged.
   *
   * @param mask null where none was asked for
   * @param created whether this call made the mask
   */
  public record Done(StoredObject object, Mask mask, boolean created) {}

  /**
   * An item that is fit to be acknowledged.
   *
   * @param content with its media type and its key
   */
  private record Sound(StoredObject object, MaskContent content, Fit fit) {}

  /**
   * @param making whether masks are made, too
   * @return in the order asked for
   */
  public List<Outcome<Done>> complete(
      Caller caller, GroupPath path, List<Outcome<BatchItem>> items, boolean making) {
    OwnedGroup owned = access.writableGroup(caller, path);
    ObjectKeys keys = new ObjectKeys(path);
    List<Outcome<BlobKey>> wanted =
        items.stream().map(item -> item.map(asked -> keys.resolve(asked.filePath()))).toList();
    Set<BlobKey> asked =
        wanted.stream()
            .filter(Outcome::succeeded)
            .map(Outcome::value)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Completion.Prepared prepared = completion.prepareEach(caller, owned, asked);
    List<Outcome<Sound>> sound = sound(caller, owned, items, wanted, prepared);
    Completion.Prepared accepted =
        prepared.only(
            sound.stream()
                .filter(Outcome::succeeded)
                .map(item -> item.value().object().key())
                .collect(Collectors.toSet()));
    if (accepted.known().isEmpty() && accepted.fresh().isEmpty()) {
      return sound.stream().map(item -> item.<Done>map(nothing -> null)).toList();
    }
    return changes.told(
        caller,
        () -> record(path, sound, accepted, making),
        done ->
            Told.of(AuditAction.CREATE, "mask-file", "", owned.ownership())
                .with("group", path.groupId())
                .with("files", done.stream().filter(Outcome::succeeded).count())
                .with(
                    "masks",
                    done.stream()
                        .filter(item -> item.succeeded() && item.value().created())
                        .count()));
  }

  private List<Outcome<Sound>> sound(
      Caller caller,
      OwnedGroup owned,
      List<Outcome<BatchItem>> items,
      List<Outcome<BlobKey>> wanted,
      Completion.Prepared prepared) {
    MaskPolicy policy = policies.current();
    List<Outcome<GeometryGuard.Candidate>> candidates = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      BatchItem item = items.get(i).value();
      candidates.add(
          wanted.get(i).map(key -> candidate(policy, item.declared(), key.value(), prepared)));
    }
    Map<GeometryGuard.Candidate, Fit> fits =
        guard.check(
            caller,
            owned.ownership().image(),
            candidates.stream()
                .filter(Outcome::succeeded)
                .map(Outcome::value)
                .collect(Collectors.toSet()),
            prepared.deadline());
    return candidates.stream()
        .map(
            candidate ->
                candidate.map(
                    found -> {
                      Fit fit = fits.get(found);
                      policy.require(found.content(), found.object().verified(), fit);
                      return new Sound(found.object(), found.content(), fit);
                    }))
        .toList();
  }

  private static GeometryGuard.Candidate candidate(
      MaskPolicy policy, MaskContent declared, String key, Completion.Prepared prepared) {
    StoredObject object = prepared.get(key).orElseThrow(() -> prepared.refusal(key));
    String type =
        policy.accepted(Objects.requireNonNullElse(declared.mimeType(), object.mimeType()));
    Completion.requireFit(key, type, object.detected());
    MaskContent content = declared.at(key).of(type);
    return new GeometryGuard.Candidate(content, object);
  }

  private List<Outcome<Done>> record(
      GroupPath path, List<Outcome<Sound>> items, Completion.Prepared accepted, boolean making) {
    Completion.Recorded recorded = completion.record(path.groupId(), accepted);
    Set<String> notHeld = new LinkedHashSet<>(recorded.objects().keySet());
    notHeld.removeAll(recorded.added());
    Map<String, StoredObject> held = new HashMap<>(recorded.objects());
    held.putAll(objects.lockAll(notHeld));
    Made made = making ? make(path, items, held) : new Made(Map.of(), Set.of());
    return items.stream()
        .map(
            item ->
                item.map(
                    sound -> {
                      StoredObject object = held.get(sound.object().key());
                      requireThere(object);
                      Mask mask = made.masks().get(sound.content());
                      if (making && mask == null) {
                        Masks.requireRoom(Masks.MOST_OF_A_FILE, Masks.MOST_OF_A_FILE);
                      }
                      return new Done(
                          object, mask, mask != null && made.created().contains(mask.id()));
                    }))
        .toList();
  }

  /**
   * @param masks by what was declared of them
   * @param created keys of those that this transaction made
   */
  private record Made(Map<MaskContent, Mask> masks, Set<Long> created) {}

  private Made make(GroupPath path, List<Outcome<Sound>> items, Map<String, StoredObject> held) {
    List<Sound> wanted =
        items.stream()
            .filter(Outcome::succeeded)
            .map(Outcome::value)
            .filter(sound -> !held.get(sound.object().key()).removed())
            .toList();
    Map<MaskContent, Mask> found = new HashMap<>();
    masks
        .ofPaths(
            path.groupId(),
            wanted.stream().map(sound -> sound.object().key()).collect(Collectors.toSet()))
        .forEach(mask -> found.putIfAbsent(mask.content(), mask));
    Map<MaskContent, NewMask> missing = new LinkedHashMap<>();
    Map<String, Long> counts =
        new HashMap<>(
            masks.counts(
                path.groupId(),
                wanted.stream().map(sound -> sound.object().key()).collect(Collectors.toSet())));
    for (Sound sound : wanted) {
      boolean there = found.containsKey(sound.content()) || missing.containsKey(sound.content());
      if (!there && counts.merge(sound.object().key(), 1L, Long::sum) <= Masks.MOST_OF_A_FILE) {
        Verified verified = held.get(sound.object().key()).verified();
        missing.put(sound.content(), new NewMask(sound.content(), verified, sound.fit()));
      }
    }
    List<Mask> added =
        missing.isEmpty()
            ? List.of()
            : masks.addAll(path.groupId(), List.copyOf(missing.values()), Now.of(clock));
    added.forEach(mask -> found.put(mask.content(), mask));
    return new Made(found, added.stream().map(Mask::id).collect(Collectors.toSet()));
  }

  private static void requireThere(StoredObject object) {
    if (object.removed()) {
      throw LaminaException.notFound("This file was removed; upload it again");
    }
  }
}
