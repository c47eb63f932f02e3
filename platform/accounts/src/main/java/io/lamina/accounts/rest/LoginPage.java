package io.lamina.accounts.rest;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.browser.HtmlPage;
import io.lamina.rest.browser.Language;
import javax.ws.rs.core.Response;

/**
 * The form to sign in.
 *
 * @param formToken for the hidden field
 * @param next where to go afterwards
 * @param signUp whether people may make accounts for themselves
 */
record LoginPage(Language language, String formToken, OwnPath next, boolean signUp) {
  /**
   * Browsers know no dialogue for this scheme and show the page; for Basic they would ask in a
   * window of their own.
   */
  private static final String CHALLENGE = "Bearer realm=\"Lamina\"";

  Response show() {
    return page("").response(200).build();
  }

  /** The form again, with the reason. */
  Response refuse(LaminaException refusal) {
    boolean wait = refusal.kind() == ErrorKind.TOO_MANY_REQUESTS;
    long seconds = PageParts.wait(refusal);
    String reason =
        wait
            ? language.say(
                "Too many failed sign-ins. Try again in " + seconds + " seconds.",
                "로그인에 여러 번 실패했습니다. " + seconds + "초 후에 다시 시도하세요.")
            : language.say(
                "The user name or the password is not right.", "사용자 이름 또는 비밀번호가 올바르지 않습니다.");
    Response.ResponseBuilder response =
        page(PageParts.alert(reason)).response(refusal.kind().status());
    return wait
        ? response.header("Retry-After", seconds).build()
        : response.header("WWW-Authenticate", CHALLENGE).build();
  }

  private HtmlPage page(String message) {
    String title = language.say("Sign in to Lamina", "Lamina 로그인");
    String body =
        """
        <h1>%s</h1>
        %s
        <form method="post" action="/login/">
        %s<input type="hidden" name="next" value="%s">
        %s
        %s
        <button>%s</button>
        </form>
        %s"""
            .formatted(
                HtmlPage.escaped(title),
                message,
                HtmlPage.tokenField(formToken),
                HtmlPage.escaped(next.path()),
                PageParts.field(
                    "username",
                    language.say("User name", "사용자 이름"),
                    "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\""
                        + " required autofocus"),
                PageParts.field(
                    "password",
                    language.say("Password", "비밀번호"),
                    "type=\"password\" autocomplete=\"current-password\" required"),
                language.say("Sign in", "로그인"),
                signUp
                    ? "<p><a href=\"/register/\">"
                        + language.say("Make an account", "계정 만들기")
                        + "</a></p>"
                    : "");
    return new HtmlPage(language, title, body);
  }

  @Override
  public String toString() {
    return "LoginPage[...]";
  }
}
