package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Browser;
import io.lamina.contract.harness.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions outlive the process; behind a trusted proxy their cookies are for HTTPS alone. */
class SessionRestartIT {
  @Test
  void aSessionOutlivesARestart() {
    try (Server server =
        Server.start("sessions", Map.of("LAMINA_REST_TRUSTED_PROXIES", "127.0.0.0/8"))) {
      final Browser browser = new Browser(server);
      browser.get("/login/").expect(200);
      final Answer signedIn =
          browser.send(
              browser
                  .request("/login/")
                  .header("X-Forwarded-Proto", "https")
                  .header("Content-Type", Browser.FORM)
                  .POST(
                      BodyPublishers.ofString(
                          "username=admin&password=%s&csrfmiddlewaretoken=%s"
                              .formatted(Server.ADMIN_PASSWORD, browser.cookie("csrftoken")))));
      signedIn.expect(302);
      assertEquals(2, signedIn.headers().allValues("Set-Cookie").size());
      for (final String cookie : signedIn.headers().allValues("Set-Cookie")) {
        assertTrue(cookie.endsWith("; Secure"), cookie);
      }
      server.stop();
      server.start();
      assertEquals(
          "admin", browser.get("/api/auth/me").expect(200).json().get("username").asText());
      browser
          .send(
              browser
                  .request("/api/auth/logout")
                  .header("X-CSRFToken", browser.cookie("csrftoken"))
                  .POST(BodyPublishers.noBody()))
          .expect(200);
    }
  }
}
