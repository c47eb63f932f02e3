package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.Keys;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.NextDistribution;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The next distribution on the data of this one, and back. */
class UpgradeIT {
  @ParameterizedTest
  @EnumSource(Database.class)
  void nextDistributionMigratesForwardAndKeepsTheData(Database database) throws SQLException {
    final Map<String, String> environment = database.environment();
    try (Server server = Server.start("upgrade-" + database, environment)) {
      final People people = new People(server);
      final long project = people.project();
      final People.Person user = people.editor(project);
      final Client client = user.client();
      final Studies studies = new Studies(client);
      final Slice slice = Slice.any();
      final long image = studies.upload(slice).at("/uploaded_files/0/image_id").asLong();
      final MaskFlow flow = new MaskFlow(user, project);
      final MaskFlow.Done mask = flow.run(new Client(server), 1);
      server.stop();

      server.useDistribution(
          NextDistribution.with(
              "masks", "CREATE TABLE masks_next_marker (id bigint NOT NULL PRIMARY KEY);"));
      server.start();
      assertTrue(new Client(server).get("/health").text().contains("99.0.0"));
      assertArrayEquals(slice.pixels(), studies.pixels(image, 1).expect(200).body());
      assertArrayEquals(mask.png(), flow.download(new Client(server), mask));
      flow.run(new Client(server), 2);
      server.stop();
      assertEquals(0, rowsOfTheNewTable(server, environment));

      // the way back: a bundle that does not know its tables keeps away from them, alone
      server.useDistribution(NextDistribution.present());
      server.startWithout("masks");
      assertArrayEquals(slice.pixels(), studies.pixels(image, 1).expect(200).body());
      final Answer away = client.get(mask.groups());
      Dialect.MASKS.assertRefused(away, 503);
      assertTrue(away.json().get("message").asText().contains("masks"), away::toString);
    }
  }

  private static int rowsOfTheNewTable(Server server, Map<String, String> environment)
      throws SQLException {
    final String url = environment.getOrDefault("LAMINA_DB_URL", Keys.databaseUrl(server.data()));
    try (var connection =
            DriverManager.getConnection(
                url,
                environment.getOrDefault("LAMINA_DB_USER", "sa"),
                environment.getOrDefault(
                    "LAMINA_DB_PASSWORD", Keys.databasePassword(server.data())));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM masks_next_marker")) {
      rows.next();
      final int count = rows.getInt(1);
      if (url.startsWith("jdbc:h2")) {
        // else this JVM keeps the file: the platform told the database to stay open
        statement.execute("SHUTDOWN");
      }
      return count;
    }
  }
}
