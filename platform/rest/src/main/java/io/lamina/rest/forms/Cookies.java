package io.lamina.rest.forms;

import java.util.Enumeration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;

/**
 * The two cookies of ours in a request. Read strictly: a value of another shape is none, and of two
 * different values neither counts, since one of them was planted by somebody else.
 *
 * @param session id of a session, well-formed
 * @param token form token, well-formed
 */
public record Cookies(Optional<String> session, Optional<String> token) {
  public static final String SESSION = "sessionid";
  public static final String TOKEN = "csrftoken";

  /** Random part, then perhaps the mark of {@link FormToken#mark}. */
  private static final Pattern SESSION_ID =
      Pattern.compile("[A-Za-z0-9_-]{43}(?:\\.[A-Za-z0-9_-]{22})?");

  /** Stands for a cookie that came twice with different values. */
  private static final String AMBIGUOUS = "";

  public static Cookies of(HttpServletRequest request) {
    String session = null;
    String token = null;
    // the connector bounds all headers together, so this ends soon
    for (Enumeration<String> lines = request.getHeaders("Cookie"); lines.hasMoreElements(); ) {
      for (String pair : lines.nextElement().split(";", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : pair.substring(0, equals).trim();
        String value = pair.substring(equals + 1).trim();
        if (name.equals(SESSION)) {
          session = same(session, value);
        } else if (name.equals(TOKEN)) {
          token = same(token, value);
        }
      }
    }
    return new Cookies(
        Optional.ofNullable(session).filter(id -> SESSION_ID.matcher(id).matches()),
        Optional.ofNullable(token).filter(FormToken::isOne));
  }

  private static String same(String before, String value) {
    return before == null || before.equals(value) ? value : AMBIGUOUS;
  }

  static String session(String id, boolean secure) {
    return SESSION + "=" + id + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
  }

  static String noSession(boolean secure) {
    return SESSION
        + "=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  static String token(String token, boolean secure) {
    return TOKEN + "=" + token + "; Path=/; SameSite=Lax" + (secure ? "; Secure" : "");
  }

  @Override
  public String toString() {
    return "Cookies[...]";
  }
}
