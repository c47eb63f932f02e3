package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.SharedServers;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same on PostgreSQL, where the server has small limits too. */
@On(Database.POSTGRESQL)
class UploadBadInputOnPostgresIT extends UploadBadInputIT {
  @Test
  void partsOverTheConfiguredSizeAreRefused(Server server) {
    final Studies studies = studies(server);
    final byte[] large = new byte[(int) SharedServers.SMALL_FILE_BYTES + 1];
    final Slice start = Slice.any();
    System.arraycopy(start.file(), 0, large, 0, start.file().length);
    Dialect.VIEWER.assertRefused(studies.upload(new Multipart().file("large.dcm", large)));
    assertEquals(Set.of(), studies.uids());
  }

  @Test
  void moreFilesThanConfiguredAreRefused(Server server) {
    final Studies studies = studies(server);
    final Multipart body = new Multipart();
    final String study = DicomWriter.uid();
    final String series = DicomWriter.uid();
    for (int number = 0; number <= SharedServers.SMALL_FILES; number++) {
      body.file("IM" + number, Slice.of(study, series, number, 4, 4).file());
    }
    Dialect.VIEWER.assertRefused(studies.upload(body));
    assertEquals(Set.of(), studies.uids(), "a part of the refused request is visible");
  }

  private static Studies studies(Server server) {
    final People people = new People(server);
    final Client client = people.editor(people.project()).client();
    return new Studies(client);
  }
}
