package io.lamina.studies.domain;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Unique identifiers (PS3.5, 9.1 and 6.2). */
final class Uids {
  // components with leading zeros are wrong, but in circulation: refusing them would lose data
  private static final Pattern SHAPE = Pattern.compile("[0-9]+(\\.[0-9]+)*");

  private Uids() {}

  static boolean valid(String uid) {
    return uid.length() <= 64 && SHAPE.matcher(uid).matches();
  }

  /**
   * A UID of the form of PS3.5, B.2 that the same content gets again.
   *
   * @param what it identifies
   */
  static String derived(String what, String sha256) {
    byte[] hash = Digests.sha256(what + "|" + sha256);
    return "2.25." + new BigInteger(1, Arrays.copyOf(hash, 16));
  }
}
