package io.lamina.testkit.phantom;

/** What a point of the phantom consists of. */
enum Tissue {
  AIR(-1000, 0),
  TABLE(-350, 0),
  SKIN(30, 250),
  FAT(-100, 900),
  MUSCLE(55, 330),
  CORTICAL_BONE(900, 20),
  MARROW(220, 650),
  DISC(90, 400),
  NERVE(30, 300),
  BLOOD(170, 60),
  LUNG(-860, 25),
  HEART(60, 320),
  LIVER(65, 480),
  LESION(20, 300),
  SPLEEN(52, 380),
  STOMACH(20, 200),
  KIDNEY_CORTEX(180, 520),
  KIDNEY_MEDULLA(120, 360),
  URINE(8, 120);

  private final short hounsfield;
  private final short signal;

  Tissue(int hounsfield, int signal) {
    this.hounsfield = (short) hounsfield;
    this.signal = (short) signal;
  }

  /** Mean X-ray attenuation in Hounsfield units. */
  short hounsfield() {
    return hounsfield;
  }

  /** Signal of a T1-weighted image, in arbitrary units from 0 to 1000. */
  short signal() {
    return signal;
  }
}
