package io.lamina.accounts.rest;

import static io.lamina.accounts.store.SignUpFixture.PASSWORD;
import static io.lamina.accounts.store.SignUpFixture.SOMEBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Settings.Guesses;
import io.lamina.accounts.domain.Settings.SignUp;
import io.lamina.accounts.domain.Settings.SignUp.Mode;
import io.lamina.accounts.store.JpaSignUps;
import io.lamina.accounts.store.SignUpFixture;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.testkit.TestDatabase;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people see who make an account with the form (C-032). */
class RegisterResourceTest {
  private static final String EVE = "eve@example.com";
  private static final HttpServletRequest ENGLISH = speaking(Locale.ENGLISH);
  private static final HttpServletRequest KOREAN = speaking(Locale.KOREA);

  private final FakeBrowser browser = new FakeBrowser();

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaSignUps.class, "accounts");
  }

  private static HttpServletRequest speaking(Locale locale) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("getHeader")
                    ? locale.toLanguageTag()
                    : Collections.enumeration(List.of(locale)));
  }

  private static RegisterResource resource(SignUpFixture site) {
    return new RegisterResource(site.signUps, site.settings);
  }

  private static void open(SignUpFixture site, Mode mode) {
    site.settings.signUp = new SignUp(mode, "standard", 1, Duration.ofDays(14));
  }

  private Response post(SignUpFixture site, String name, String email, String code) {
    return resource(site)
        .register(name, email, PASSWORD, PASSWORD, null, code, browser, SOMEBODY, ENGLISH);
  }

  private static String refused(Response answer, int status, String reason) {
    String html = answer.getEntity().toString();
    assertEquals(status, answer.getStatus(), html);
    assertTrue(html.contains("role=\"alert\">" + reason), html);
    assertTrue(html.contains("<form method=\"post\" action=\"/register/\">"), html);
    assertFalse(html.contains(PASSWORD), html);
    return html;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void fillsTheInvitationInWithoutLettingItBecomeMarkup(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    Response page = resource(site).form("\"><script>x</script>", browser, ENGLISH);
    String html = page.getEntity().toString();
    assertEquals(200, page.getStatus());
    assertTrue(html.contains("value=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\""), html);
    assertFalse(html.contains("<script"), html);
    assertTrue(
        html.contains("name=\"csrfmiddlewaretoken\" value=\"token&lt;&quot;of the form\""), html);
    assertTrue(html.contains("href=\"/login/\""), html);
    String korean = resource(site).form(null, browser, KOREAN).getEntity().toString();
    assertTrue(korean.contains("<html lang=\"ko\">") && korean.contains("초대 코드"), korean);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void makesOneAccountWithOneInvitation(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    String code = site.invite(site.admin());
    refused(post(site, "eve", EVE, " "), 403, "New users need invitations");
    refused(post(site, "root", EVE, code), 409, "A user with this user name or e-mail");
    Response made = post(site, "eve", EVE, code);
    assertEquals(302, made.getStatus());
    assertEquals("/login/", made.getHeaderString("Location"));
    assertEquals("eve", site.signIns.signIn("eve", PASSWORD, "::1").user().username());
    String again = refused(post(site, "a<b", "x@y", code), 400, "The user name must be");
    assertTrue(again.contains("value=\"a&lt;b\"") && again.contains(code), again);
    refused(post(site, "adam", "adam@example.com", code), 400, "The invitation is not valid");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesWhatPeopleCanMendAndLeavesTheInvitationOpen(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    String code = site.invite(site.admin());
    RegisterResource resource = resource(site);
    refused(
        resource.register(
            "eve", EVE, PASSWORD, PASSWORD + "r", null, code, browser, SOMEBODY, ENGLISH),
        400,
        "The two passwords differ");
    refused(
        resource.register("eve", EVE, PASSWORD, null, null, code, browser, SOMEBODY, KOREAN),
        400,
        "두 비밀번호가 서로 다릅니다");
    refused(
        resource.register("eve", EVE, "short", "short", null, code, browser, SOMEBODY, ENGLISH),
        400,
        "The password must have at least 8");
    refused(
        resource.register(null, null, null, null, null, null, browser, SOMEBODY, ENGLISH),
        400,
        "The user name must be");
    refused(post(site, "eve", "nowhere", code), 400, "The e-mail address is not one");
    refused(post(site, "eve", EVE, "x".repeat(201)), 400, "The invitation is not valid");
    assertEquals(
        302,
        resource
            .register("eve", EVE, null, null, PASSWORD, code, browser, SOMEBODY, ENGLISH)
            .getStatus(),
        "the password alone");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void saysThatAnAccountWaitsAndWhenNoMoreMay(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    open(site, Mode.APPROVAL);
    Response waiting = post(site, "eve", EVE, null);
    assertEquals(200, waiting.getStatus());
    assertTrue(waiting.getEntity().toString().contains("Your account waits for approval"));
    assertEquals(
        ErrorKind.UNAUTHENTICATED,
        Assertions.assertThrows(
                LaminaException.class, () -> site.signIns.signIn("eve", PASSWORD, "::1"))
            .kind());
    Response full = post(site, "adam", "adam@example.com", null);
    refused(full, 503, "No more accounts can be made");
    assertEquals("3600", full.getHeaderString("Retry-After"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void slowsGuessesOfInvitationsDown(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    site.settings.guesses = Optional.of(new Guesses(1, 1, 1));
    refused(post(site, "eve", EVE, "a guess"), 400, "The invitation is not valid");
    Response slowed = post(site, "eve", EVE, "another");
    refused(slowed, 429, "Too many failed attempts. Try again in ");
    assertTrue(Long.parseLong(slowed.getHeaderString("Retry-After")) >= 1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void saysInWordsThatSignUpIsOffAndLinksToItOnlyWhereItIsOn(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    LoginResource login = new LoginResource(site.signIns, site.settings);
    String link = "href=\"/register/\"";
    assertTrue(login.form(null, browser, ENGLISH).getEntity().toString().contains(link));
    open(site, Mode.OFF);
    assertFalse(login.form(null, browser, ENGLISH).getEntity().toString().contains(link));
    for (Response answer :
        List.of(
            resource(site).form("code", browser, ENGLISH), post(site, "eve", EVE, "any code"))) {
      assertEquals(403, answer.getStatus());
      String html = answer.getEntity().toString();
      assertTrue(html.contains("Sign-up is switched off. Ask an administrator."), html);
      assertFalse(html.contains("<form"), html);
    }
  }

  @Test
  void tellsNothingOfAFormInLogs() {
    assertEquals(
        "RegisterForm[...]",
        RegisterForm.of("eve", EVE, PASSWORD, PASSWORD, null, "code").toString());
  }
}
