package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Documents;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.NextDistribution;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.SlowUpload;
import io.lamina.contract.harness.Studies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Starting, stopping and starting again, as an operator does. */
class RestartIT {
  /** H-22: a random password, printed once, that works; and everything is there after a restart. */
  @Test
  void firstBootPrintsThePasswordOnceAndARestartKeepsTheData() {
    try (Server server = Server.start("restart", Map.of("LAMINA_ADMIN_PASSWORD", ""))) {
      final String password = printedPassword(server.console());
      final Client admin = new Client(server).basic("admin", password);
      assertEquals(200, admin.get("/viewer/api/studies/").status());
      assertFalse(server.log().contains(password), "the password stands in the log");

      final Slice slice = Slice.any();
      final Studies studies = new Studies(admin);
      final long image = studies.upload(slice).at("/uploaded_files/0/image_id").asLong();
      final MaskFlow flow = new MaskFlow(People.of(admin), 1);
      final MaskFlow.Done mask = flow.run(new Client(server), 1);
      final JsonNode study = studies.study(slice.study());
      final String token = token(admin, password);

      server.stop();
      server.start();

      assertEquals(study, studies.study(slice.study()), "the study as it was, its ids too");
      assertArrayEquals(slice.pixels(), studies.pixels(image, 1).expect(200).body());
      assertArrayEquals(mask.png(), flow.download(new Client(server), mask));
      assertEquals(200, new Client(server).bearer(token).get("/viewer/api/studies/").status());
      assertEquals(
          server.console().indexOf(password),
          server.console().lastIndexOf(password),
          "the password was printed again");
      server.stop();
      assertEquals(
          List.of(),
          server.log().lines().filter(line -> line.contains("| ERROR |")).toList(),
          "a clean start or stop that logs errors");
      assertEquals(
          Set.of(),
          NextDistribution.changesOfThePresent(),
          "the platform wrote into its distribution: a crash leaves half a file there");
    }
  }

  /** facts/stack.md, trap 5: a stop lets requests in flight end. */
  @Test
  void requestInFlightWhenTheStopComesIsAnswered() throws Exception {
    try (Server server = Server.start("drain", Map.of())) {
      final People people = new People(server);
      final People.Person user = people.editor(people.project());
      final Slice slice = Slice.any();
      try (SlowUpload upload =
          new SlowUpload(server, user.username(), People.PASSWORD, slice.file())) {
        upload.sendFirstHalf();
        server.terminate();
        assertTrue(
            upload.serverRefusesNewConnections(Duration.ofSeconds(20)),
            "the stop did not begin while the request was under way");
        assertEquals("HTTP/1.1 200", upload.sendTheRestAndReadStatus());
      }
      server.awaitEnd(Duration.ofSeconds(60));
      server.start();
      assertEquals(
          slice.study(),
          new Studies(user.client()).study(slice.study()).get("study_instance_uid").asText());
    }
  }

  /** H-01, D-11: in the profile dev S1's verbatim call needs no proof, for users that exist. */
  @Test
  void devProfileTakesTheDocumentedLoginVerbatim() {
    try (Server server = Server.start("dev", Map.of("LAMINA_PROFILE", "dev"))) {
      final Client anonymous = new Client(server);
      final String body = Documents.HttpBlock.of("S1/login.http", Map.of()).body();
      assertEquals(401, anonymous.post("/api/auth/login", body).status(), "creates no user");
      new People(server)
          .person(
              "TestUser2",
              "user2@example.com",
              "550e8400-e29b-41d4-a716-446655440000",
              "annotator");
      final JsonNode login = anonymous.post("/api/auth/login", body).expect(200).json();
      assertEquals(
          200, anonymous.bearer(login.get("token").asText()).get("/api/annotations").status());
      assertTrue(anonymous.get("/health").text().contains("dev"), "D-11: health says so");
    }
  }

  private static String token(Client admin, String password) {
    return admin
        .post("/api/auth/login/", "{\"username\":\"admin\",\"password\":\"" + password + "\"}")
        .expect(200)
        .json()
        .get("token")
        .asText();
  }

  private static String printedPassword(String console) {
    final Matcher matcher = Pattern.compile("(?i)password\\W+(\\S+)").matcher(console);
    assertTrue(matcher.find(), () -> "no password on the console:\n" + console);
    return matcher.group(1);
  }
}
