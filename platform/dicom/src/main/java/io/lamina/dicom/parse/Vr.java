package io.lamina.dicom.parse;

import java.util.HashMap;
import java.util.Map;

/** Value representations of PS3.5, 6.2. */
public enum Vr {
  AE(Kind.TEXT, 1, false),
  AS(Kind.TEXT, 1, false),
  AT(Kind.NUMBER, 2, false),
  CS(Kind.TEXT, 1, false),
  DA(Kind.TEXT, 1, false),
  DS(Kind.TEXT, 1, false),
  DT(Kind.TEXT, 1, false),
  FD(Kind.NUMBER, 8, false),
  FL(Kind.NUMBER, 4, false),
  IS(Kind.TEXT, 1, false),
  LO(Kind.LOCAL_TEXT, 1, false),
  LT(Kind.LOCAL_PARAGRAPH, 1, false),
  OB(Kind.BYTES, 1, true),
  OD(Kind.BYTES, 8, true),
  OF(Kind.BYTES, 4, true),
  OL(Kind.BYTES, 4, true),
  OV(Kind.BYTES, 8, true),
  OW(Kind.BYTES, 2, true),
  PN(Kind.LOCAL_TEXT, 1, false),
  SH(Kind.LOCAL_TEXT, 1, false),
  SL(Kind.NUMBER, 4, false),
  SQ(Kind.SEQUENCE, 1, true),
  SS(Kind.NUMBER, 2, false),
  ST(Kind.LOCAL_PARAGRAPH, 1, false),
  SV(Kind.NUMBER, 8, true),
  TM(Kind.TEXT, 1, false),
  UC(Kind.LOCAL_TEXT, 1, true),
  UI(Kind.TEXT, 1, false),
  UL(Kind.NUMBER, 4, false),
  UN(Kind.BYTES, 1, true),
  UR(Kind.PARAGRAPH, 1, true),
  US(Kind.NUMBER, 2, false),
  UT(Kind.LOCAL_PARAGRAPH, 1, true),
  UV(Kind.NUMBER, 8, true);

  /** How a value is read. */
  public enum Kind {
    /** ASCII, several values with backslashes between them. */
    TEXT,
    /** As TEXT, in the data set's character set. */
    LOCAL_TEXT,
    /** ASCII, one value. */
    PARAGRAPH,
    /** As PARAGRAPH, in the data set's character set. */
    LOCAL_PARAGRAPH,
    NUMBER,
    BYTES,
    SEQUENCE
  }

  private static final Map<String, Vr> BY_NAME = new HashMap<>();
  private static final Vr[] BY_CODE = new Vr[26 * 26];

  static {
    for (Vr vr : values()) {
      BY_NAME.put(vr.name(), vr);
      BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final int unit;
  private final boolean wide;

  Vr(Kind kind, int unit, boolean wide) {
    this.kind = kind;
    this.unit = unit;
    this.wide = wide;
  }

  /** The representation of two letters in the stream; null where there is none. */
  static Vr of(int first, int second) {
    int a = first - 'A';
    int b = second - 'A';
    return a < 0 || a > 25 || b < 0 || b > 25 ? null : BY_CODE[a * 26 + b];
  }

  /** The representation of that name; null where there is none. */
  public static Vr named(String name) {
    return BY_NAME.get(name);
  }

  public Kind kind() {
    return kind;
  }

  public boolean isText() {
    return kind == Kind.TEXT || kind == Kind.LOCAL_TEXT || isParagraph();
  }

  /** One value whatever backslashes it holds. */
  public boolean isParagraph() {
    return kind == Kind.PARAGRAPH || kind == Kind.LOCAL_PARAGRAPH;
  }

  public boolean usesCharacterSet() {
    return kind == Kind.LOCAL_TEXT || kind == Kind.LOCAL_PARAGRAPH;
  }

  /** Bytes that swap together between byte orders: 1, 2, 4 or 8. */
  public int unit() {
    return unit;
  }

  /** Whether the explicit header has two reserved bytes and a length of 32 bits (PS3.5, 7.1.2). */
  public boolean isWide() {
    return wide;
  }

  /** What fills an odd value up (PS3.5, 6.2). */
  public byte padding() {
    return (byte) (isText() && this != UI ? ' ' : 0);
  }
}
