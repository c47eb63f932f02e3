package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.HostileFiles;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * H-23: logs are kept, copied and read by others: no PHI, no secret, no link that opens anything.
 */
@On(Database.H2)
class LogsIT {
  @Test
  void neitherPatientsNorSecretsNorLinksAreLogged(Server server) {
    final Client anonymous = new Client(server);
    final People people = new People(server);
    final long project = people.project();
    final People.Person user = people.editor(project);
    final Studies studies = new Studies(user.client());
    final Slice slice = Slice.of(DicomWriter.uid(), DicomWriter.uid(), 1, 16, 16);
    studies.upload(new Multipart().file("Roe-Jane-1970.dcm", slice.file())).expect(200);
    final Multipart hostile = new Multipart();
    HostileFiles.all().forEach((name, file) -> hostile.file("Roe-Jane-" + name, file));
    studies.upload(hostile);
    studies.study(slice.study());
    user.client().get("/viewer/api/studies/?patient_name=Doe*&patient_id=12345").expect(200);
    new MaskFlow(user, project).run(anonymous, 1);
    final String token =
        anonymous
            .post(
                "/api/auth/login",
                "{\"username\":\"%s\",\"password\":\"%s\"}"
                    .formatted(user.username(), People.PASSWORD))
            .expect(200)
            .json()
            .get("token")
            .asText();
    anonymous.bearer(token).get("/api/annotations").expect(200);
    anonymous.basic(user.username(), "wrong-password-5").get("/api/annotations").expect(401);

    final String log = server.log() + server.console();
    assertTrue(log.contains("/viewer/api/upload"), "requests are logged, by their route");
    final List<String> never =
        List.of(
            "Doe^John",
            "Doe*",
            "patient_name=",
            "Roe-Jane",
            slice.study(),
            slice.sop(),
            "X-Amz-Signature",
            "Signature=",
            token,
            People.PASSWORD,
            Server.ADMIN_PASSWORD,
            "wrong-password-5",
            "Basic ",
            "Bearer ");
    assertEquals(List.of(), never.stream().filter(log::contains).toList());
  }
}
