package io.lamina.masks.rest;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.ws.rs.core.EntityTag;

/** Revisions as entity tags (RFC 9110, 8.8.3). */
final class Revision {
  private static final Pattern STRONG = Pattern.compile("\"([0-9]{1,18})\"");

  private Revision() {}

  static EntityTag tag(long revision) {
    return new EntityTag(Long.toString(revision));
  }

  /**
   * The revision a client wants to change.
   *
   * @param ifMatch header, or null
   * @return null where any will do
   * @throws LaminaException 412 for a tag that none of ours can be
   */
  static Long expected(String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return null;
    }
    Matcher matcher = STRONG.matcher(ifMatch.strip());
    if (!matcher.matches()) {
      throw new LaminaException(
          ErrorKind.PRECONDITION_FAILED, "If-Match takes one entity tag as it was answered");
    }
    return Long.valueOf(matcher.group(1));
  }
}
