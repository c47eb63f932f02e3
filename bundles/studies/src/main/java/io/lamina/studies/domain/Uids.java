package io.lamina.studies.domain;

import java.util.regex.Pattern;

/** Unique identifiers (PS3.5, 9.1 and 6.2). */
final class Uids {
  // components with leading zeros are wrong, but in circulation: refusing them would lose data
  private static final Pattern SHAPE = Pattern.compile("[0-9]+(\\.[0-9]+)*");

  private Uids() {}

  static boolean valid(String uid) {
    return uid.length() <= 64 && SHAPE.matcher(uid).matches();
  }
}
