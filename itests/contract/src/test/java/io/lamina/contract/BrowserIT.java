package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.lamina.contract.harness.Chromium;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms in a real browser: they work, and those of other pages do not (C-030, C-032, H-13). */
@On(Database.H2)
class BrowserIT {
  private static final String BUTTON = "form button";

  private Server server;
  private People people;
  private Chromium browser;
  private HttpServer foreign;

  @BeforeEach
  void open(Server running, @TempDir Path profile) throws IOException {
    server = running;
    people = new People(server);
    browser = Chromium.start(profile);
    foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    foreign.createContext(
        "/",
        exchange -> {
          final byte[] page =
              """
              <!DOCTYPE html><title>Win a prize</title>
              <form method="post" action="%s/logout/">
              <input name="csrfmiddlewaretoken" value="guess"><button>Win</button></form>"""
                  .formatted(server.base())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    foreign.start();
  }

  @AfterEach
  void close() {
    if (foreign != null) {
      foreign.stop(0);
    }
    if (browser != null) {
      browser.close();
    }
  }

  private String at(String path) {
    return server.base() + path;
  }

  private void signIn(String name) {
    browser.open(at("/login/"));
    browser.type("[name=username]", name);
    browser.type("[name=password]", People.PASSWORD);
    browser.click(BUTTON);
  }

  @Test
  void anInvitedPersonMakesAnAccountSignsInAndOut() {
    final String code =
        people.admin().post("/api/invitations", "{}").expect(201).json().get("code").asText();
    final String name = "b" + UUID.randomUUID().toString().substring(0, 8);
    browser.open(at("/register/?invitation=" + code));
    browser.type("[name=username]", name);
    browser.type("[name=email]", name + "@example.org");
    browser.type("[name=password1]", People.PASSWORD);
    browser.type("[name=password2]", People.PASSWORD);
    browser.click(BUTTON);
    assertEquals(at("/login/"), browser.url());

    signIn(name);
    assertEquals(at("/"), browser.url());
    assertTrue(browser.text().contains("Signed in as " + name), browser::text);
    final JsonNode session = browser.cookie("sessionid");
    assertTrue(session.get("httpOnly").asBoolean());
    assertEquals("Lax", session.get("sameSite").asText());
    assertFalse(session.has("expiry"), "it ends with the browser");
    final JsonNode token = browser.cookie("csrftoken");
    assertFalse(token.get("httpOnly").asBoolean());
    assertEquals("Lax", token.get("sameSite").asText());
    final String readable = browser.run("return document.cookie").asText();
    assertTrue(readable.contains("csrftoken="), readable);
    assertFalse(readable.contains("sessionid"), readable);

    browser.click(BUTTON);
    assertEquals(at("/login/"), browser.url());
    assertNull(browser.cookie("sessionid"));
    browser.open(at("/"));
    assertFalse(browser.text().contains(name), browser::text);
  }

  @Test
  void aWrongPasswordShowsTheFormAgain() {
    final String name = people.stranger("standard").username();
    browser.open(at("/login/"));
    browser.type("[name=username]", name);
    browser.type("[name=password]", "not this one");
    browser.click(BUTTON);
    assertEquals(at("/login/"), browser.url());
    assertTrue(browser.text().contains("The user name or the password is not right."));
    assertNull(browser.cookie("sessionid"));
  }

  /** Another site gets no cookie sent, another port of this host does: neither gets its way. */
  @Test
  void aFormOnAForeignPageIsRefusedAndTheSessionLivesOn() {
    final String name = people.stranger("standard").username();
    signIn(name);
    for (final String host : new String[] {"localhost", "127.0.0.1"}) {
      browser.open("http://" + host + ":" + foreign.getAddress().getPort() + "/");
      browser.click(BUTTON);
      assertEquals(at("/logout/"), browser.url());
      assertTrue(browser.text().contains("Pages of other sites may not change"), browser::text);
      browser.open(at("/"));
      assertTrue(browser.text().contains("Signed in as " + name), browser::text);
    }
  }

  @Test
  void ownFormsNeedTheirToken() {
    final String name = people.stranger("standard").username();
    signIn(name);
    final String token = browser.cookie("csrftoken").get("value").asText();
    browser.run(
        "document.querySelector('[name=csrfmiddlewaretoken]').value = 'x'.repeat("
            + token.length()
            + ")");
    browser.click(BUTTON);
    assertTrue(browser.text().contains("CSRF"), browser::text);
    browser.open(at("/"));
    assertTrue(browser.text().contains("Signed in as " + name), browser::text);
    assertNotEquals("", browser.cookie("sessionid").get("value").asText());
  }
}
