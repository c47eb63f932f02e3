package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import io.lamina.rest.BrowserForm;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session cookie opens, and what it does not open without the token (H-13, H-14). */
class SessionDoorTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FILES = "multipart/form-data; boundary=B";
  private static final String REFUSED = "The CSRF token is missing or wrong";
  private static final FormsResource forms = new FormsResource();
  private static TestDoor door;

  /** Of the session, as a page reads it. */
  private static String token;

  @Path("/login")
  public static final class SignInPage {
    @GET
    @BrowserForm
    public String page() {
      return "page";
    }
  }

  @BeforeAll
  static void open() throws Exception {
    door = new TestDoor(TestDoor.settings(null, List.of("127.0.0.0/8"), List.of()));
    Authenticator others = door.accounts;
    door.accounts =
        (credentials, address) -> {
          if (credentials instanceof Credentials.Session session) {
            if (!session.id().startsWith(FormsResource.SESSION)) {
              throw LaminaException.unauthenticated("The credentials are not valid");
            }
            return new Caller(8, "browser", Set.of(), Set.of(), address);
          }
          return others.authenticate(credentials, address);
        };
    door.add("forms", forms);
    door.add("accounts", new SignInPage());
    token = set(page(FormsResource.SESSION), "csrftoken");
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @BeforeEach
  void nothingChanged() {
    forms.changes.clear();
  }

  private static HttpResponse<String> page(String session) throws Exception {
    return door.send(door.request("/form/page/").header("Cookie", "sessionid=" + session));
  }

  /** Value of a cookie that an answer sets. */
  private static String set(HttpResponse<?> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  private static HttpRequest.Builder change(String path, String type, String body) {
    return door.request("/form/" + path)
        .header("Cookie", "other=1; sessionid=" + FormsResource.SESSION)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String part(String name, String value) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static void refused(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = door.send(request);
    assertEquals(403, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains(REFUSED), answer::body);
    assertEquals(List.of(), forms.changes);
  }

  private static void changed(HttpRequest.Builder request, String what) throws Exception {
    HttpResponse<String> answer = door.send(request);
    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals(List.of("browser:" + what), forms.changes);
  }

  @Test
  void aTokenInTheHeaderIsEnoughForEveryChange() throws Exception {
    changed(change("json", "application/json", "[]").header("X-CSRFToken", token), "json");
    forms.changes.clear();
    changed(change("bodiless", FORM, "").header("X-CSRFToken", token), "bodiless");
    forms.changes.clear();
    changed(change("unread", FILES, "--B--").header("X-CSRFToken", token), "unread");
    forms.changes.clear();
    changed(change("files", FILES, part("a", "1") + "--B--").header("X-CSRFToken", token), "a");
  }

  @ParameterizedTest
  @CsvSource({
    "json,application/json,[]",
    "bodiless,application/x-www-form-urlencoded,''",
    "bodiless,multipart/form-data; boundary=B,--B--",
    "bodiless,text/plain,x",
    "plain,application/x-www-form-urlencoded,text=a",
    "plain,application/x-www-form-urlencoded,text=a&csrfmiddlewaretoken=",
    "plain,application/x-www-form-urlencoded,text=a&xcsrfmiddlewaretoken=TOKEN",
    "plain,application/json,'{\"csrfmiddlewaretoken\":\"TOKEN\"}'",
    "plain,text/plain,csrfmiddlewaretoken=TOKEN",
    "plain?csrfmiddlewaretoken=TOKEN,application/x-www-form-urlencoded,text=a",
    "unread,multipart/form-data; boundary=B,--B--",
    "json,multipart/form-data; boundary=B,--B--"
  })
  void aChangeWithoutATokenIsRefused(String path, String type, String body) throws Exception {
    refused(change(path.replace("TOKEN", token), type, body.replace("TOKEN", token)));
  }

  @Test
  void aWrongTokenIsRefusedWhereverItIs() throws Exception {
    String wrong = "x" + token.substring(1);
    refused(change("json", "application/json", "[]").header("X-CSRFToken", wrong));
    refused(change("open", "application/json", "[]").header("X-CSRFToken", wrong));
    refused(change("plain", FORM, "csrfmiddlewaretoken=" + wrong));
    refused(change("files", FILES, part("csrfmiddlewaretoken", wrong) + "--B--"));
    refused(
        change("files", FILES, part("csrfmiddlewaretoken", token) + "--B--")
            .header("X-CSRFToken", wrong));
  }

  @Test
  void aPlantedCookieIsWorthNothing() throws Exception {
    String planted = "P".repeat(43);
    refused(
        door.request("/form/plain")
            .header("Cookie", "csrftoken=" + planted + "; sessionid=" + FormsResource.SESSION)
            .header("Content-Type", FORM)
            .POST(HttpRequest.BodyPublishers.ofString("csrfmiddlewaretoken=" + planted)));
  }

  @Test
  void aSmallFormBringsItsTokenAndKeepsItsFields() throws Exception {
    changed(change("plain", FORM, "text=a%20b&csrfmiddlewaretoken=" + token), "a b");
  }

  @Test
  void aTokenMayBeTheFirstOrTheLastPart() throws Exception {
    String field = part("csrfmiddlewaretoken", token);
    changed(change("files", FILES, field + part("a", "1") + "--B--"), "a");
    forms.changes.clear();
    changed(change("files", FILES, part("a", "1") + part("b", "2") + field + "--B--"), "a+b");
  }

  @Test
  void aFormWithFilesAndNoTokenIsRefusedAtItsEnd() throws Exception {
    refused(change("files", FILES, part("a", "1") + "--B--"));
    refused(change("files", FILES, "--B--"));
  }

  @Test
  void whoReadsAFormInAnotherWayGetsNothing() throws Exception {
    refused(change("raw", FILES, part("csrfmiddlewaretoken", token) + "--B--"));
  }

  @Test
  void whoDoesNotReadAFormToItsEndHasNoSuccess() throws Exception {
    HttpResponse<String> answer =
        door.send(change("hasty", FILES, part("csrfmiddlewaretoken", token) + "--B--"));
    assertEquals(403, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains(REFUSED), answer::body);
  }

  @Test
  void aFormTooLargeToHoldIsRefused() throws Exception {
    String body = "text=" + "a".repeat(300_000) + "&csrfmiddlewaretoken=" + token;
    assertEquals(413, door.send(change("plain", FORM, body)).statusCode());
    assertEquals(400, door.send(change("plain", FORM, "csrf%zz=1")).statusCode());
  }

  @Test
  void aSessionWithoutItsTokenDoesNotCountWhereNobodyNeedsOne() throws Exception {
    assertEquals(200, door.send(change("open", "application/json", "[]")).statusCode());
    assertEquals(List.of("anonymous:open"), forms.changes);
    forms.changes.clear();
    changed(change("open", "application/json", "[]").header("X-CSRFToken", token), "open");
  }

  @Test
  void anAuthorizationHeaderWinsAndNeedsNoToken() throws Exception {
    assertEquals(
        200,
        door.send(change("json", "application/json", "[]").header("Authorization", TestDoor.ADMIN))
            .statusCode());
    assertEquals(List.of("admin:json"), forms.changes);
    assertEquals(
        401,
        door.send(
                change("json", "application/json", "[]")
                    .header("X-CSRFToken", token)
                    .header("Authorization", "Bearer bad"))
            .statusCode());
  }

  @Test
  void aFormOfABrowserIgnoresTheAuthorizationHeader() throws Exception {
    for (String authorization : new String[] {TestDoor.ADMIN, "Basic !!!", "Bearer bad"}) {
      HttpResponse<String> answer =
          door.send(door.request("/form/page").header("Authorization", authorization));
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("anonymous"), answer::body);
    }
  }

  @Test
  void signingInNeedsTheTokenOfTheForm() throws Exception {
    String cookie = set(door.send(door.request("/form/page")), "csrftoken");
    HttpRequest.Builder bare = door.request("/form/page").header("Content-Type", FORM);
    refused(bare.copy().POST(HttpRequest.BodyPublishers.ofString("csrfmiddlewaretoken=" + cookie)));
    refused(
        bare.copy()
            .header("Cookie", "csrftoken=" + cookie)
            .POST(HttpRequest.BodyPublishers.ofString("username=a")));
    refused(
        bare.copy()
            .header("Cookie", "csrftoken=short")
            .POST(HttpRequest.BodyPublishers.ofString("csrfmiddlewaretoken=short")));
    assertEquals(
        200,
        door.send(
                bare.copy()
                    .header("Cookie", "csrftoken=" + cookie)
                    .POST(HttpRequest.BodyPublishers.ofString("csrfmiddlewaretoken=" + cookie)))
            .statusCode());
    assertEquals(
        200,
        door.send(
                door.request("/form/out")
                    .header("Cookie", "csrftoken=" + cookie)
                    .header("X-CSRFToken", cookie)
                    .POST(HttpRequest.BodyPublishers.noBody()))
            .statusCode(),
        "a form without a body, its token in the header");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Nothing,x,200",
    "User-Agent,python-requests/2.34,200",
    "User-Agent,Mozilla/5.0 (X11; Linux x86_64),403",
    "Sec-Fetch-Site,same-origin,403",
    "Sec-Fetch-Mode,cors,403",
    "Referer,http://127.0.0.1/,403"
  })
  void theTokenOfBeforeTheSignInCountsOnForProgramsAlone(String header, String value, int status)
      throws Exception {
    String before = set(door.send(door.request("/form/page")), "csrftoken");
    HttpResponse<String> signedIn =
        door.send(
            door.request("/form/page")
                .header("Content-Type", FORM)
                .header("Cookie", "csrftoken=" + before)
                .POST(HttpRequest.BodyPublishers.ofString("csrfmiddlewaretoken=" + before)));
    String session = set(signedIn, "sessionid");
    assertFalse(set(signedIn, "csrftoken").equals(before), "the cookie is a new one");
    HttpRequest.Builder upload =
        door.request("/form/files")
            .header("Cookie", "sessionid=" + session)
            .header("Content-Type", FILES)
            .header(header, value);
    String end = part("csrfmiddlewaretoken", before) + "--B--";
    assertEquals(
        status,
        door.send(upload.copy().POST(HttpRequest.BodyPublishers.ofString(part("a", "1") + end)))
            .statusCode());
    String fresh = part("csrfmiddlewaretoken", set(signedIn, "csrftoken")) + "--B--";
    assertEquals(
        200,
        door.send(upload.copy().POST(HttpRequest.BodyPublishers.ofString(part("a", "1") + fresh)))
            .statusCode(),
        "the new one counts for all");
  }

  @Test
  void aBrowserGetsNoMarkOfTheTokenOfBefore() throws Exception {
    String before = set(door.send(door.request("/form/page")), "csrftoken");
    HttpResponse<String> signedIn =
        door.send(
            door.request("/form/page")
                .header("Content-Type", FORM)
                .header("Cookie", "csrftoken=" + before)
                .header("User-Agent", "Mozilla/5.0")
                .POST(HttpRequest.BodyPublishers.ofString("csrfmiddlewaretoken=" + before)));
    assertEquals(FormsResource.SESSION, set(signedIn, "sessionid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sessionid=",
        "sessionid",
        "sessionid=short",
        "sessionid=\"SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS\"",
        "sessionid=UUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUU",
        "sessionid=SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS; sessionid=other",
        ";;;=;=;sessionid==;",
        "sessionid=%00"
      })
  void aCookieThatIsNoLiveSessionIsNone(String cookie) throws Exception {
    HttpResponse<String> page = door.send(door.request("/form/page").header("Cookie", cookie));
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("anonymous"), page::body);
    HttpResponse<String> refused =
        door.send(
            door.request("/form/json")
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[]")));
    assertEquals(401, refused.statusCode());
    assertTrue(refused.headers().firstValue("WWW-Authenticate").isPresent());
  }

  @Test
  void manyCookiesAreNoFailure() throws Exception {
    String many = "a=b; ".repeat(2000);
    assertEquals(
        200,
        door.send(
                door.request("/form/page")
                    .header("Cookie", many + "sessionid=" + FormsResource.SESSION))
            .statusCode());
    String answer =
        door.raw(
            "GET /form/page HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: "
                + "a=b; ".repeat(4000)
                + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 431"), answer);
  }

  @Test
  void cookiesAreSecureWhereTheClientCameByHttps() throws Exception {
    for (boolean https : new boolean[] {true, false}) {
      HttpResponse<String> out =
          door.send(
              door.request("/form/page")
                  .header("X-Forwarded-Proto", https ? "https" : "http")
                  .header("Cookie", "csrftoken=" + "P".repeat(43))
                  .header("Content-Type", FORM)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "csrfmiddlewaretoken=" + "P".repeat(43))));
      List<String> cookies = out.headers().allValues("Set-Cookie");
      assertEquals(2, cookies.size(), cookies::toString);
      for (String cookie : cookies) {
        assertTrue(cookie.contains("; Path=/; "), cookie);
        assertTrue(cookie.contains("SameSite=Lax"), cookie);
        assertEquals(https, cookie.endsWith("; Secure"), cookie);
        assertEquals(cookie.startsWith("sessionid="), cookie.contains("; HttpOnly"), cookie);
      }
    }
  }

  @Test
  void aForeignPageIsRefusedTokenOrNot() throws Exception {
    for (String[] header :
        new String[][] {
          {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}
        }) {
      HttpResponse<String> answer =
          door.send(
              change("plain", FORM, "csrfmiddlewaretoken=" + token).header(header[0], header[1]));
      assertEquals(403, answer.statusCode());
      assertEquals(List.of(), forms.changes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/html;q=0.9,navigate,302",
    "text/html,,302",
    "*/*,,401",
    "application/json,,401",
    "text/html,cors,401",
  })
  void aPersonWithoutASessionIsSentToSignIn(String accept, String mode, int status)
      throws Exception {
    HttpRequest.Builder request = door.request("/form/private/?a=b&c=%2F").header("Accept", accept);
    HttpResponse<String> answer =
        door.send(mode == null ? request : request.header("Sec-Fetch-Mode", mode));
    assertEquals(status, answer.statusCode());
    assertEquals(
        status == 302 ? "/login/?next=%2Fform%2Fprivate%2F%3Fa%3Db%26c%3D%252F" : "",
        answer.headers().firstValue("Location").orElse(""));
  }

  @Test
  void a503SaysThatNobodyCanJudgeTheSession() throws Exception {
    Authenticator accounts = door.accounts;
    door.accounts = null;
    try {
      assertEquals(503, page(FormsResource.SESSION).statusCode());
    } finally {
      door.accounts = accounts;
    }
  }

  @Test
  void pagesShowNothingFromElsewhereInTheLanguageOfTheReader() throws Exception {
    HttpResponse<String> korean =
        door.send(
            door.request("/form/page").header("Accept-Language", "de, ko-KR;q=0.9, en;q=0.1"));
    assertTrue(korean.body().contains("<html lang=\"ko\">"), korean::body);
    assertTrue(korean.body().contains("<title>&lt;page&gt;</title>"), korean::body);
    // with no-referrer a browser sends "Origin: null", as sandboxed foreign frames do
    assertEquals("same-origin", korean.headers().firstValue("Referrer-Policy").orElse(""));
    String policy = korean.headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
    assertTrue(policy.contains("form-action 'self'"), policy);
    assertFalse(policy.contains("sandbox"), policy);
    assertTrue(page("none").body().contains("<html lang=\"en\">"));
  }
}
