package io.lamina.accounts.rest;

import io.lamina.accounts.rest.RegisterForm.Flaw;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.browser.HtmlPage;
import io.lamina.rest.browser.Language;
import javax.ws.rs.core.Response;

/**
 * The form to make an account.
 *
 * @param formToken for the hidden field
 * @param mustBeInvited whether there is no way without an invitation
 */
record RegisterPage(Language language, String formToken, boolean mustBeInvited) {

  Response show(RegisterForm filled) {
    return page("", filled).response(200).build();
  }

  /** The form again, without its passwords. */
  Response refuse(Flaw flaw, RegisterForm filled) {
    return page(PageParts.alert(reason(flaw)), filled).response(400).build();
  }

  /**
   * The form again, without its passwords (as X-17 has it for signing in).
   *
   * @param refusal of a form that has no {@link Flaw}
   * @throws LaminaException the refusal, where it is not about what the form says
   */
  Response refuse(LaminaException refusal, RegisterForm filled) {
    String reason =
        switch (refusal.kind()) {
          case BAD_REQUEST -> reason(Flaw.INVITATION);
          case FORBIDDEN ->
              language.say("New users need invitations.", "가입하려면 초대가 필요합니다. 초대 코드를 입력하세요.");
          case CONFLICT ->
              language.say(
                  "A user with this user name or e-mail address exists.",
                  "이미 사용 중인 사용자 이름 또는 이메일 주소입니다.");
          case TOO_MANY_REQUESTS ->
              language.say(
                  "Too many failed attempts. Try again in " + PageParts.wait(refusal) + " seconds.",
                  "여러 번 실패했습니다. " + PageParts.wait(refusal) + "초 후에 다시 시도하세요.");
          case UNAVAILABLE ->
              language.say(
                  "No more accounts can be made at the moment. Try again later, or ask an"
                      + " administrator.",
                  "지금은 계정을 더 만들 수 없습니다. 나중에 다시 시도하거나 관리자에게 문의하세요.");
          default -> throw refusal;
        };
    Response.ResponseBuilder response =
        page(PageParts.alert(reason), filled).response(refusal.kind().status());
    return refusal.retryAfter().isPresent()
        ? response.header("Retry-After", PageParts.wait(refusal)).build()
        : response.build();
  }

  /** Where nobody may make an account by himself. */
  static Response closed(Language language) {
    return words(
            language,
            language.say(
                "Sign-up is switched off. Ask an administrator.", "회원 가입이 꺼져 있습니다. 관리자에게 문의하세요."))
        .response(403)
        .build();
  }

  /** The account is there, but somebody has to let it in. */
  static Response waiting(Language language) {
    return words(
            language,
            language.say(
                "Your account waits for approval. You can sign in once an administrator has"
                    + " approved it.",
                "계정이 승인을 기다리고 있습니다. 관리자가 승인하면 로그인할 수 있습니다."))
        .response(200)
        .build();
  }

  private String reason(Flaw flaw) {
    return switch (flaw) {
      case USERNAME ->
          language.say(
              "The user name must be 1 to 150 letters, digits or one of . _ @ + -",
              "사용자 이름은 문자, 숫자 또는 . _ @ + - 로 1~150자여야 합니다.");
      case EMAIL -> language.say("The e-mail address is not one.", "이메일 주소 형식이 올바르지 않습니다.");
      case PASSWORD ->
          language.say(
              "The password must have at least 8 characters and at most 1024 bytes.",
              "비밀번호는 8자 이상, 1024바이트 이하여야 합니다.");
      case DIFFERENT -> language.say("The two passwords differ.", "두 비밀번호가 서로 다릅니다.");
      case INVITATION ->
          language.say(
              "The invitation is not valid, has run out, was used, or is for another e-mail"
                  + " address. Ask for a new one.",
              "초대가 유효하지 않거나, 만료되었거나, 이미 사용되었거나, 다른 이메일 주소로 발급되었습니다. 새 초대를 요청하세요.");
    };
  }

  private HtmlPage page(String message, RegisterForm filled) {
    String title = title(language);
    String newPassword = "type=\"password\" autocomplete=\"new-password\" minlength=\"8\" required";
    String body =
        """
        <h1>%s</h1>
        %s
        <form method="post" action="/register/">
        %s
        %s
        %s
        %s
        %s
        %s
        <button>%s</button>
        </form>
        %s"""
            .formatted(
                HtmlPage.escaped(title),
                message,
                HtmlPage.tokenField(formToken),
                PageParts.field(
                    "username",
                    language.say("User name", "사용자 이름"),
                    "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\""
                        + " maxlength=\"150\" required autofocus "
                        + PageParts.value(filled.username())),
                PageParts.field(
                    "email",
                    language.say("E-mail address", "이메일 주소"),
                    "type=\"email\" autocomplete=\"email\" maxlength=\"254\" required "
                        + PageParts.value(filled.email())),
                PageParts.field("password1", language.say("Password", "비밀번호"), newPassword),
                PageParts.field(
                    "password2", language.say("Password, once more", "비밀번호 확인"), newPassword),
                PageParts.field(
                    "invitation",
                    mustBeInvited
                        ? language.say("Invitation code", "초대 코드")
                        : language.say("Invitation code, if you have one", "초대 코드 (있는 경우)"),
                    "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" "
                        + (mustBeInvited ? "required " : "")
                        + PageParts.value(filled.invitation())),
                language.say("Make the account", "계정 만들기"),
                toSignIn(language));
    return new HtmlPage(language, title, body);
  }

  private static HtmlPage words(Language language, String text) {
    String title = title(language);
    return new HtmlPage(
        language,
        title,
        "<h1>%s</h1>\n<p>%s</p>\n%s"
            .formatted(HtmlPage.escaped(title), HtmlPage.escaped(text), toSignIn(language)));
  }

  private static String title(Language language) {
    return language.say("Make an account for Lamina", "Lamina 회원 가입");
  }

  private static String toSignIn(Language language) {
    return "<p><a href=\"/login/\">" + language.say("Sign in", "로그인") + "</a></p>";
  }

  @Override
  public String toString() {
    return "RegisterPage[...]";
  }
}
