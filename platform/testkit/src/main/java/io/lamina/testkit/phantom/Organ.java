package io.lamina.testkit.phantom;

import java.util.EnumSet;
import java.util.Set;

/** What a mask can mark in a phantom. */
public enum Organ {
  LIVER("liver", Set.of(Tissue.LIVER, Tissue.LESION)),
  KIDNEY("kidney", Set.of(Tissue.KIDNEY_CORTEX, Tissue.KIDNEY_MEDULLA, Tissue.URINE)),
  SPLEEN("spleen", Set.of(Tissue.SPLEEN)),
  LUNG("lung", Set.of(Tissue.LUNG));

  private final String label;
  private final EnumSet<Tissue> tissues;

  Organ(String label, Set<Tissue> tissues) {
    this.label = label;
    this.tissues = EnumSet.copyOf(tissues);
  }

  /** The name a mask carries, in lower case. */
  public String label() {
    return label;
  }

  boolean contains(Tissue tissue) {
    return tissues.contains(tissue);
  }
}
