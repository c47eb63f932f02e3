package io.lamina.masks.store;

import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.persistence.EntityManager;

/**
 * Counts and sizes of a group's masks, kept with every change. Each transaction writes to
 * one slot of several, chosen at random; the sum over the slots is exact, a single one may be
 * negative.
 */
final class MaskCounters {
  private static final int SLOTS = 8;

  private MaskCounters() {}

  /** What masks are counted under: label, empty for none, and media type. */
  private record Kind(String label, String mimeType) {
    static Kind of(Mask mask) {
      String label = mask.content().labelName();
      return new Kind(label == null ? "" : label, mask.content().mimeType());
    }
  }

  /**
   * @param added masks of one group
   */
  static void add(EntityManager em, Collection<Mask> added) {
    Map<Kind, List<Mask>> kinds = new LinkedHashMap<>();
    added.forEach(
        mask -> kinds.computeIfAbsent(Kind.of(mask), kind -> new ArrayList<>()).add(mask));
    int slot = ThreadLocalRandom.current().nextInt(SLOTS);
    kinds.forEach(
        (kind, masks) ->
            change(
                em,
                masks.get(0).groupId(),
                slot,
                kind,
                masks.size(),
                masks.stream().mapToLong(MaskCounters::size).sum()));
  }

  static void subtract(EntityManager em, Mask mask) {
    int slot = ThreadLocalRandom.current().nextInt(SLOTS);
    change(em, mask.groupId(), slot, Kind.of(mask), -1, -size(mask));
  }

  static void replace(EntityManager em, Mask before, Mask after) {
    if (!Kind.of(before).equals(Kind.of(after)) || size(before) != size(after)) {
      subtract(em, before);
      add(em, List.of(after));
    }
  }

  static MaskStats read(EntityManager em, long groupId) {
    long total = 0;
    long bytes = 0;
    Map<String, Long> labels = new TreeMap<>();
    Map<String, Long> types = new TreeMap<>();
    for (Object found :
        em.createNativeQuery(
                "select label_name, mime_type, sum(masks), sum(bytes) from masks_group_counter"
                    + " where group_id = ? group by label_name, mime_type")
            .setParameter(1, groupId)
            .getResultList()) {
      Object[] row = (Object[]) found;
      long masks = ((Number) row[2]).longValue();
      total += masks;
      bytes += ((Number) row[3]).longValue();
      if (masks != 0) {
        types.merge((String) row[1], masks, Long::sum);
      }
      if (masks != 0 && !((String) row[0]).isEmpty()) {
        labels.merge((String) row[0], masks, Long::sum);
      }
    }
    return new MaskStats(total, bytes, labels, types);
  }

  private static void change(
      EntityManager em, long groupId, int slot, Kind kind, long masks, long bytes) {
    int updated =
        em.createNativeQuery(
                "update masks_group_counter set masks = masks + ?, bytes = bytes + ?"
                    + " where group_id = ? and slot = ? and label_name = ? and mime_type = ?")
            .setParameter(1, masks)
            .setParameter(2, bytes)
            .setParameter(3, groupId)
            .setParameter(4, slot)
            .setParameter(5, kind.label())
            .setParameter(6, kind.mimeType())
            .executeUpdate();
    if (updated == 0) {
      em.createNativeQuery(
              "insert into masks_group_counter"
                  + " (group_id, slot, label_name, mime_type, masks, bytes)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .setParameter(1, groupId)
          .setParameter(2, slot)
          .setParameter(3, kind.label())
          .setParameter(4, kind.mimeType())
          .setParameter(5, masks)
          .setParameter(6, bytes)
          .executeUpdate();
    }
  }

  private static long size(Mask mask) {
    if (mask.verified() != null) {
      return mask.verified().size();
    }
    return mask.content().fileSize() == null ? 0 : mask.content().fileSize();
  }
}
