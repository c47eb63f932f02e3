package io.lamina.dicom.parse;

/** Transfer syntaxes of PS3.6, annex A, as far as something depends on which it is. */
public final class TransferSyntax {
  /** What every one of the standard's begins with; others are private and readable by nobody. */
  static final String STANDARD = "1.2.840.10008.1.2";

  public static final String IMPLICIT_LITTLE = "1.2.840.10008.1.2";
  public static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
  public static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  public static final String EXPLICIT_BIG = "1.2.840.10008.1.2.2";
  public static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";
  public static final String JPEG_EXTENDED = "1.2.840.10008.1.2.4.51";
  public static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.57";
  public static final String JPEG_LOSSLESS_FIRST_ORDER = "1.2.840.10008.1.2.4.70";
  public static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
  public static final String JPEG_LS_NEAR = "1.2.840.10008.1.2.4.81";
  public static final String JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90";
  public static final String JPEG_2000 = "1.2.840.10008.1.2.4.91";
  public static final String HTJ2K_LOSSLESS = "1.2.840.10008.1.2.4.201";
  public static final String HTJ2K_LOSSLESS_RPCL = "1.2.840.10008.1.2.4.202";
  public static final String HTJ2K = "1.2.840.10008.1.2.4.203";
  public static final String RLE = "1.2.840.10008.1.2.5";
  public static final String DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1";

  private TransferSyntax() {}

  /** Encoding of the elements; everything but the two old ones is explicit little endian. */
  static Encoding encoding(String uid) {
    return switch (uid) {
      case IMPLICIT_LITTLE -> Encoding.IMPLICIT_LITTLE;
      case EXPLICIT_BIG -> Encoding.EXPLICIT_BIG;
      default -> Encoding.EXPLICIT_LITTLE;
    };
  }

  /** Whether pixel data is not compressed: frames follow from arithmetic. */
  public static boolean isNative(String uid) {
    return switch (uid) {
      case IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED, EXPLICIT_BIG -> true;
      default -> false;
    };
  }

  /** Baseline, extended and lossless JPEG (ISO 10918-1), whatever its process. */
  public static boolean isJpeg(String uid) {
    return switch (uid) {
      case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS, JPEG_LOSSLESS_FIRST_ORDER -> true;
      default -> false;
    };
  }

  public static boolean isJpegLs(String uid) {
    return uid.equals(JPEG_LS) || uid.equals(JPEG_LS_NEAR);
  }

  public static boolean isJpeg2000(String uid) {
    return switch (uid) {
      case JPEG_2000_LOSSLESS, JPEG_2000 -> true;
      default -> isHighThroughput(uid);
    };
  }

  public static boolean isHighThroughput(String uid) {
    return switch (uid) {
      case HTJ2K_LOSSLESS, HTJ2K_LOSSLESS_RPCL, HTJ2K -> true;
      default -> false;
    };
  }
}
