package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Masks that were made before their file was completed, and what becomes of them then. */
@Component(service = WaitingMasks.class)
public final class WaitingMasks {
  private static final Fit AT_THE_SAME_TIME =
      Fit.notChecked("It was changed while its file was completed; update it to have it checked");

  /** That wait for the files of one request together; one file has {@link Masks#MOST_WAITING}. */
  private static final int MOST = 2 * Masks.MOST_WAITING;

  private final Masks masks;
  private final GeometryGuard guard;
  private final Policies policies;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public WaitingMasks(
      @Reference Masks masks, @Reference GeometryGuard guard, @Reference Policies policies) {
    this.masks = masks;
    this.guard = guard;
    this.policies = policies;
  }

  /** What a waiting mask said when it was compared with its image. */
  record Compared(MaskContent content, Fit fit) {}

  /**
   * The part outside of a transaction.
   *
   * @param fresh objects about to be recorded, by key
   * @return by key of the mask
   * @throws LaminaException 409 where too many wait
   */
  Map<Long, Compared> compare(
      Caller caller, OwnedGroup group, Map<String, StoredObject> fresh, Deadline deadline) {
    requireFew(masks.countUnverified(group.group().id(), fresh.keySet()));
    List<Mask> found = masks.unverified(group.group().id(), fresh.keySet());
    if (found.isEmpty()) {
      return Map.of();
    }
    List<GeometryGuard.Candidate> candidates = new ArrayList<>();
    for (Mask mask : found) {
      StoredObject object = fresh.get(mask.content().filePath());
      candidates.add(new GeometryGuard.Candidate(mask.content(), object));
    }
    Map<GeometryGuard.Candidate, Fit> fits =
        guard.check(caller, group.ownership().image(), candidates, deadline);
    Map<Long, Compared> compared = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      Mask mask = found.get(i);
      compared.put(mask.id(), new Compared(mask.content(), fits.get(candidates.get(i))));
    }
    return compared;
  }

  private static void requireFew(long waiting) {
    if (waiting > MOST) {
      throw LaminaException.conflict(
          "More than %d masks wait for these files. Complete fewer files at a time, or delete masks"
              .formatted(MOST));
    }
  }

  /**
   * The part inside of the transaction that records the objects.
   *
   * @throws LaminaException 409 when a mask is not what is said of it and the site wants that
   *     refused
   */
  void settle(long groupId, Map<String, StoredObject> recorded, Map<Long, Compared> compared) {
    requireFew(masks.countUnverified(groupId, recorded.keySet()));
    for (Mask mask : masks.lockUnverified(groupId, recorded.keySet())) {
      Verified verified = recorded.get(mask.content().filePath()).verified();
      Compared before = compared.get(mask.id());
      Fit fit =
          before != null && before.content().equals(mask.content())
              ? before.fit()
              : AT_THE_SAME_TIME;
      policies.current().require(mask.content(), verified, fit);
      masks.update(mask, mask.with(mask.content(), verified, fit, Now.of(clock)));
    }
  }
}
