package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Much at once. */
@On(Database.H2)
class VolumeIT {
  private static final int FOLDER = 1500;

  /** Of half a MiB each. */
  private static final int FRAMES = Integer.getInteger("lamina.upload.frames", 600);

  private static final int SIDE = 512;

  /** More than noise, far less than the body of 300 MB and more. */
  private static final long MOST_GROWTH_MIB = 160;

  @Test
  void folderOfFifteenHundredSlicesInOneRequest(Server server) {
    final Studies studies = uploader(server);
    final String study = DicomWriter.uid();
    final String series = DicomWriter.uid();
    final Multipart body = new Multipart();
    for (int number = 1; number <= FOLDER; number++) {
      body.file("IM" + number, Slice.of(study, series, number, 32, 32).file());
    }
    final Answer answer = studies.upload(body).expect(200);
    assertEquals(FOLDER, answer.json().get("uploaded_files").size());
    final JsonNode row = studies.study(study);
    assertEquals(FOLDER, row.get("total_images").asInt());
    assertEquals(1, row.get("series_count").asInt());
    assertEquals(FOLDER, studies.images(row.get("id").asLong()).size());
  }

  /** A server whose heap is smaller than the file: it can hold neither the body nor the pixels. */
  @Test
  void memoryStaysFlatDuringOneLargeUpload(@TempDir Path folder) throws IOException {
    final Path file = folder.resolve("large.dcm");
    final byte[] last = write(file);
    try (Server small = Server.start("small", Map.of("LAMINA_JAVA_OPTS", "-Xmx256m"))) {
      final Studies studies = uploader(small);
      studies.upload(Slice.any());
      final long before = small.peakResidentMib();
      final JsonNode uploaded =
          studies.upload(new Multipart().file("large.dcm", file)).expect(200).json();
      final long growth = small.peakResidentMib() - before;
      assertTrue(growth < MOST_GROWTH_MIB, () -> "grew by " + growth + " MiB");
      final long image = uploaded.at("/uploaded_files/0/image_id").asLong();
      assertArrayEquals(last, studies.pixels(image, FRAMES).expect(200).body());
    }
  }

  private static Studies uploader(Server server) {
    final People people = new People(server);
    return new Studies(people.editor(people.project()).client());
  }

  /** 300 MB of frames, 3 GB in the soak; answers the last one. */
  private static byte[] write(Path file) throws IOException {
    final Slice frame = Slice.of(DicomWriter.uid(), DicomWriter.uid(), 1, SIDE, SIDE);
    final Slice header =
        new Slice(frame.study(), frame.series(), frame.sop(), 1, SIDE, SIDE, FRAMES, new byte[0]);
    final long length = (long) FRAMES * frame.pixels().length;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          DicomWriter.file(
              DicomWriter.EXPLICIT,
              frame.sop(),
              header.header().header(0x7FE00010, "OW", length).dataSet()));
      for (int i = 0; i < FRAMES; i++) {
        out.write(frame.pixels());
      }
    }
    return frame.pixels();
  }
}
