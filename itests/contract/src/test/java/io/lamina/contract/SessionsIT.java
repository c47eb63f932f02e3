package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Browser;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Documents;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** S4's way in: a form, a session cookie, and a token with every change (C-030, C-031, C-081). */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {
  private static final String UPLOAD = "/viewer/api/upload/";

  private Server server;
  private People people;
  private People.Person user;

  @BeforeAll
  void user(Server server) {
    this.server = server;
    people = new People(server);
    user = people.editor(people.project());
  }

  /** Login and upload of the document's Python, and the page that its redirect leads to (M4). */
  @Test
  void pythonOfTheDocument(@TempDir Path folder) throws IOException {
    slices(folder);
    final String example = Documents.block("S4/example.py");
    Files.writeString(
        folder.resolve("example.py"),
        here(example.substring(0, example.indexOf("# 3. Get file registry")))
            + "print(login_response.url, len(upload_response.json()['uploaded_files']))\n");
    final Tool.Run run = Tool.python().run(folder, Map.of("HOME", folder + ""), "example.py");
    assertEquals("Login successful\nUpload successful\n" + server.base() + "/ 3\n", run.output());
    assertEquals(0, run.exit());
  }

  /** M1: requests adds Basic from netrc by itself; the form ignores it, right or wrong. */
  @Test
  void pythonOfTheDocumentWithNetrc(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve(".netrc"),
        "machine 127.0.0.1 login %s password %s\n".formatted(user.username(), People.PASSWORD));
    slices(folder);
    final String example = Documents.block("S4/example.py");
    Files.writeString(
        folder.resolve("example.py"),
        here(example.substring(0, example.indexOf("# 3. Get file registry"))));
    final Tool.Run run = Tool.python().run(folder, Map.of("HOME", folder + ""), "example.py");
    assertEquals("Login successful\nUpload successful\n", run.output());
  }

  /** curl uses the one token of before the sign-in, last of all parts (M3, H-14). */
  @Test
  void curlOfTheDocument(@TempDir Path folder) throws IOException {
    slices(folder);
    final String login = here(Documents.block("S4/login.sh"));
    final int second = login.indexOf("# Login with");
    final Tool shell = Tool.shell();
    assertTrue(
        shell.run(folder, Map.of(), "-c", login.substring(0, second)).output().contains("<form"));
    final String token = jar(folder, "csrftoken");
    shell.run(folder, Map.of(), "-c", login.substring(second).replace("TOKEN", token));
    assertFalse(jar(folder, "sessionid").isEmpty());
    assertNotEquals(token, jar(folder, "csrftoken"));
    final String upload = here(Documents.block("S4/upload.sh"));
    final Tool.Run run =
        shell.run(
            folder,
            Map.of(),
            "-c",
            upload.replace("curl -b", "curl -sS -b").replace("TOKEN", token));
    assertTrue(run.output().contains("\"success\":true"), run::output);
    final String wrong = "x".repeat(token.length());
    final Tool.Run refused =
        shell.run(
            folder,
            Map.of(),
            "-c",
            upload.replace("curl -b", "curl -sS -b").replace("TOKEN", wrong));
    assertTrue(refused.output().contains("CSRF"), refused::output);
  }

  /** */
  @Test
  void aWrongPasswordShowsTheFormAgain() {
    final Browser browser = new Browser(server);
    final Answer refused = browser.signIn(user.username(), "wrong");
    assertEquals(401, refused.status());
    assertTrue(refused.text().contains("role=\"alert\""), refused::text);
    assertTrue(refused.text().contains("name=\"csrfmiddlewaretoken\""), refused::text);
    assertNull(browser.cookie("sessionid"));
  }

  @Test
  void aSessionShowsWhoIsSignedInUntilHeSignsOut() {
    final Browser browser = signedIn();
    final Answer page = browser.send(browser.request("/").header("Accept", "text/html").GET());
    assertTrue(page.text().contains(user.username()), page::text);
    assertEquals(user.id(), browser.get("/api/auth/me").json().get("id").asLong());
    final String session = browser.cookie("sessionid");
    browser.post("/logout/", Browser.FORM, token(browser.cookie("csrftoken"))).expect(302);
    assertNull(browser.cookie("sessionid"));
    browser.plant("sessionid", session);
    assertEquals(401, browser.get("/api/auth/me").status());
  }

  @Test
  void signingOutByTheApiEndsTheSessionToo() {
    final Browser browser = signedIn();
    final String session = browser.cookie("sessionid");
    assertEquals(403, browser.post("/api/auth/logout", Browser.FORM, token("x")).status());
    browser
        .send(
            browser
                .request("/api/auth/logout")
                .header("X-CSRFToken", browser.cookie("csrftoken"))
                .POST(BodyPublishers.noBody()))
        .expect(200);
    browser.plant("sessionid", session);
    assertEquals(401, browser.get("/api/auth/me").status());
  }

  /** both bodies of the JSON login set the cookies as well. */
  @Test
  void theJsonLoginOpensASessionToo() {
    final Browser browser = new Browser(server);
    final Answer answer =
        browser.post(
            "/api/auth/login/",
            "application/json",
            BodyPublishers.ofString(
                "{\"username\":\"%s\",\"password\":\"%s\"}"
                    .formatted(user.username(), People.PASSWORD)));
    answer.expect(200);
    for (final String cookie : answer.headers().allValues("Set-Cookie")) {
      assertTrue(cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), cookie);
      assertEquals(cookie.startsWith("sessionid="), cookie.contains("HttpOnly"), cookie);
    }
    assertEquals(user.id(), browser.get("/api/auth/me").json().get("id").asLong());
  }

  /** Fixation: the id is new at each sign-in, and the one that was there before ends. */
  @Test
  void anIdThatWasPlantedIsNotAdopted() {
    final Browser browser = new Browser(server);
    final String planted = "A".repeat(43);
    browser.plant("sessionid", planted);
    browser.signIn(user.username(), People.PASSWORD).expect(302);
    final String first = browser.cookie("sessionid");
    assertNotEquals(planted, first);
    browser.signIn(user.username(), People.PASSWORD).expect(302);
    assertNotEquals(first, browser.cookie("sessionid"));
    for (final String dead : new String[] {planted, first}) {
      final Browser thief = new Browser(server);
      thief.plant("sessionid", dead);
      assertEquals(401, thief.get("/api/auth/me").status());
    }
  }

  @Test
  void aChangeOfThePasswordEndsAllSessions() {
    final People.Person person = people.stranger("standard");
    final Browser one = new Browser(server);
    one.signIn(person.username(), People.PASSWORD).expect(302);
    one.get("/api/auth/me").expect(200);
    people
        .admin()
        .post("/api/users/" + person.id() + "/password", "{\"password\":\"Another-one-8\"}")
        .expect(200);
    assertEquals(401, one.get("/api/auth/me").status());
  }

  /** H-14: hundreds of megabytes come before the token is known to be wrong; nothing stays. */
  @Test
  void aLargeUploadWithAWrongTokenLeavesNothing(@TempDir Path folder) throws IOException {
    final Browser browser = signedIn();
    final Path large = folder.resolve("large.dcm");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(300L << 20);
    }
    final Slice slice = Slice.any();
    final Multipart body =
        new Multipart()
            .file("a.dcm", slice.file())
            .file("large.dcm", large)
            .field("csrfmiddlewaretoken", "x".repeat(43));
    final Answer refused = browser.post(UPLOAD, body.contentType(), body.publisher());
    assertEquals(403, refused.status(), refused::toString);
    assertFalse(browser.get("/viewer/api/studies/").expect(200).text().contains(slice.study()));
    Await.until(
        Duration.ofSeconds(20), () -> incoming() == 0, () -> incoming() + " staged files stay");
  }

  @Test
  void aWrongTokenInTheHeaderIsRefusedBeforeTheBodyIsRead() {
    final Browser browser = signedIn();
    final Multipart body = new Multipart().file("a.dcm", Slice.any().file());
    final Answer refused =
        browser.send(
            browser
                .request(UPLOAD)
                .header("X-CSRFToken", "wrong")
                .header("Content-Type", body.contentType())
                .POST(body.unfinished()));
    assertEquals(403, refused.status(), "not 400 for a body that is cut");
  }

  @Test
  void aFormOnAForeignPageChangesNothing() {
    final Browser browser = signedIn();
    final Answer refused =
        browser.send(
            browser
                .request("/logout/")
                .header("Origin", "https://evil.example")
                .header("Content-Type", Browser.FORM)
                .POST(token(browser.cookie("csrftoken"))));
    assertEquals(403, refused.status());
    assertEquals(403, browser.post("/logout/", Browser.FORM, token("")).status());
    browser.get("/api/auth/me").expect(200);
  }

  private Browser signedIn() {
    final Browser browser = new Browser(server);
    browser.signIn(user.username(), People.PASSWORD).expect(302);
    return browser;
  }

  private static java.net.http.HttpRequest.BodyPublisher token(String token) {
    return BodyPublishers.ofString("csrfmiddlewaretoken=" + token);
  }

  private long incoming() {
    try (Stream<Path> files = Files.list(server.data().resolve("blobs/incoming"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document's place holders; scans are not there yet, so images go up instead. */
  private String here(String block) {
    return block
        .replace("/upload/", UPLOAD)
        .replace("http://your-domain", server.base().toString())
        .replace("your_username", user.username())
        .replace("your_password", People.PASSWORD);
  }

  private static void slices(Path folder) throws IOException {
    for (final String name : new String[] {"upper.stl", "lower.stl", "cbct.nii"}) {
      Files.write(folder.resolve(name), Slice.any().file());
    }
  }

  /** Value of a cookie in curl's file. */
  private static String jar(Path folder, String name) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("cookies.txt"))) {
      return lines
          .map(line -> line.split("\t", -1))
          .filter(columns -> columns.length == 7 && columns[5].equals(name))
          .map(columns -> columns[6])
          .findFirst()
          .orElse("");
    }
  }
}
