package io.lamina.masks.store;

import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskStats;
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

  static void add(EntityManager em, Mask mask) {
    change(em, mask, 1);
  }

  static void subtract(EntityManager em, Mask mask) {
    change(em, mask, -1);
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

  private static void change(EntityManager em, Mask mask, int sign) {
    String label = mask.content().labelName() == null ? "" : mask.content().labelName();
    long bytes = sign * size(mask);
    int slot = ThreadLocalRandom.current().nextInt(SLOTS);
    int updated =
        em.createNativeQuery(
                "update masks_group_counter set masks = masks + ?, bytes = bytes + ?"
                    + " where group_id = ? and slot = ? and label_name = ? and mime_type = ?")
            .setParameter(1, (long) sign)
            .setParameter(2, bytes)
            .setParameter(3, mask.groupId())
            .setParameter(4, slot)
            .setParameter(5, label)
            .setParameter(6, mask.content().mimeType())
            .executeUpdate();
    if (updated == 0) {
      em.createNativeQuery(
              "insert into masks_group_counter"
                  + " (group_id, slot, label_name, mime_type, masks, bytes)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .setParameter(1, mask.groupId())
          .setParameter(2, slot)
          .setParameter(3, label)
          .setParameter(4, mask.content().mimeType())
          .setParameter(5, (long) sign)
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
