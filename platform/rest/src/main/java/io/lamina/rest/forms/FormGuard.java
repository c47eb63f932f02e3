package io.lamina.rest.forms;

import io.lamina.api.error.LaminaException;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;

/**
 * Whether a change is known to come from a page of ours (H-13). Most requests need no proof: they
 * read, or they carry credentials that a browser does not add by itself for a foreign page that
 * could not be told by its origin. One thread uses it.
 *
 * <p>With a session its own token counts: a cookie {@code csrftoken} that somebody planted in the
 * browser is worth nothing. The token of before the sign-in counts on for programs alone, as S4's
 * curl example needs it: it could have been planted, but a page cannot make a browser hide that it
 * is one. Without a session (signing in) the field has to be what the cookie says.
 */
public final class FormGuard {
  public static final String HEADER = "X-CSRFToken";
  public static final String FIELD = "csrfmiddlewaretoken";

  /** For requests that need no proof. */
  public static final FormGuard NOT_NEEDED = new FormGuard(Optional.empty(), null, false, false);

  private final Optional<String> session;
  private final Optional<String> cookie;
  private final boolean program;
  private boolean pending;
  private boolean answered;

  private FormGuard(
      Optional<String> session, Optional<String> cookie, boolean program, boolean pending) {
    this.session = session;
    this.cookie = cookie;
    this.program = program;
    this.pending = pending;
  }

  /** A guard that lets nothing pass before it has seen the token. */
  public static FormGuard of(
      HttpServletRequest request, Optional<String> liveSession, Optional<String> cookieToken) {
    return new FormGuard(liveSession, cookieToken, isProgram(request), true);
  }

  /**
   * Whether no browser sends the request: browsers name the origin or the referrer of a change, or
   * what kind of fetch it is, and call themselves Mozilla; a page can make them leave out none of
   * it but the referrer.
   */
  static boolean isProgram(HttpServletRequest request) {
    String agent = request.getHeader("User-Agent");
    return request.getHeader("Origin") == null
        && request.getHeader("Referer") == null
        && request.getHeader("Sec-Fetch-Site") == null
        && request.getHeader("Sec-Fetch-Mode") == null
        && (agent == null || !agent.startsWith("Mozilla/"));
  }

  /** Whether the token is still to come. */
  public boolean isPending() {
    return pending;
  }

  /** To be called when the answer is known: nobody acts on the body any more. */
  public void answered() {
    answered = pending;
  }

  /** Whether what is left of the body may be skipped, though the token has not come. */
  public boolean isAnswered() {
    return answered;
  }

  /**
   * Takes the token that the request sent; does nothing where none is needed.
   *
   * @throws LaminaException 403 for a wrong one
   */
  public void prove(String token) {
    if (this == NOT_NEEDED) {
      return;
    }
    if (!accepts(token)) {
      throw refusal();
    }
    pending = false;
  }

  /**
   * @throws LaminaException 403 where no token has come
   */
  public void requireProof() {
    if (pending) {
      throw refusal();
    }
  }

  private boolean accepts(String token) {
    if (session.isEmpty()) {
      return cookie.filter(known -> FormToken.equal(known, token)).isPresent();
    }
    String id = session.get();
    return FormToken.equal(FormToken.ofSession(id), token)
        || (program && FormToken.isOne(token) && id.endsWith(FormToken.mark(token)));
  }

  private static LaminaException refusal() {
    return LaminaException.forbidden(
        "The CSRF token is missing or wrong: send the value of the cookie csrftoken in the header "
            + HEADER
            + " or in the form field "
            + FIELD);
  }
}
