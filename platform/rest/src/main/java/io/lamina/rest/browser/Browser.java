package io.lamina.rest.browser;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The cookies of a request and of its answer; a resource method gets it by {@code @Context}. The
 * names are S4's: {@code sessionid} (HttpOnly) and {@code csrftoken} (readable by scripts).
 */
@ProviderType
public interface Browser {
  /**
   * The id of the session that the request names, well-formed but not necessarily of a session that
   * lives; empty where the request names none, or two different ones.
   */
  Optional<String> sessionId();

  /**
   * What an id of a session that is opened now has to end with. It lets a program go on with the
   * form token that it fetched before signing in, as S4's curl example does: who presents the id
   * presents the token's digest with it. Empty for browsers, whose pages get the new token.
   */
  String sessionMark();

  /**
   * The token for the field {@code csrfmiddlewaretoken} of a form; the answer sets the cookie
   * {@code csrftoken} to it. That of the live session, else the one the browser has, else a new
   * one.
   */
  String formToken();

  /** Lets the answer set the cookies of a session that was opened. */
  void signedIn(String sessionId);

  /** Lets the answer remove the session cookie and replace the form token. */
  void signedOut();
}
