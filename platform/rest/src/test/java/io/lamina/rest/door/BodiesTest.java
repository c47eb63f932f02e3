package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.multipart.MultipartBody;
import io.lamina.rest.multipart.MultipartLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that are too large to hold, in both directions. */
class BodiesTest {
  private static final int SLICE = 1 << 20;
  private static TestDoor door;

  @Path("/viewer/api")
  @Produces("application/json")
  public static final class Uploads {
    public record Received(List<String> names, List<Long> sizes) {}

    @POST
    @Path("/upload/")
    @AnonymousAllowed
    @Consumes("multipart/form-data")
    public Received upload(@Context MultipartBody body) throws IOException {
      List<String> names = new ArrayList<>();
      List<Long> sizes = new ArrayList<>();
      body.read(
          new MultipartLimits(2000, 8L << 30, 1 << 16),
          part -> {
            names.add(part.name());
            sizes.add(part.content().transferTo(OutputStream.nullOutputStream()));
          });
      return new Received(names, sizes);
    }

    @POST
    @Path("/refused/")
    @AnonymousAllowed
    @Consumes("multipart/form-data")
    public Received refuse() {
      throw LaminaException.forbidden("You do not have permission to upload scans");
    }

    @GET
    @Path("/many/")
    @AnonymousAllowed
    public Stream<Received> many() {
      return IntStream.range(0, 3).mapToObj(at -> new Received(List.of("n" + at), List.of()));
    }

    @GET
    @Path("/unwritable/")
    @AnonymousAllowed
    public Object unwritable() {
      return new Object() {
        @SuppressWarnings("unused") // called by Jackson
        public String getSecret() {
          throw new IllegalStateException("secret");
        }
      };
    }

    @GET
    @Path("/bytes/")
    @AnonymousAllowed
    @Produces("application/octet-stream")
    public Response bytes() {
      StreamingOutput body =
          out -> {
            byte[] slice = new byte[SLICE];
            for (int at = 0; at < 4; at++) {
              out.write(slice);
            }
            throw new IllegalStateException("the disk broke");
          };
      return Response.ok(body).build();
    }
  }

  @BeforeAll
  static void open() throws Exception {
    door = new TestDoor();
    door.add("studies", new Uploads());
  }

  @AfterAll
  static void close() {
    door.close();
  }

  private static Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", door.door.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String head(String path, String more) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n";
  }

  @Test
  void anUploadOfSeveralGigabytesNeedsNoMemory() throws Exception {
    long slices = 2_100;
    String start = "--B\r\nContent-Disposition: form-data; name=\"files\"\r\n\r\n";
    String end = "\r\n--B--\r\n";
    long length = start.length() + slices * SLICE + end.length();
    assertTrue(length > Runtime.getRuntime().maxMemory(), "the body must not fit into the heap");
    try (Socket socket = socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          bytes(
              head(
                      "/viewer/api/upload/",
                      "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: "
                          + length
                          + "\r\n")
                  + start));
      byte[] slice = new byte[SLICE];
      for (long at = 0; at < slices; at++) {
        out.write(slice);
      }
      out.write(bytes(end));
      String answer = text(socket.getInputStream());
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertTrue(
          answer.endsWith("{\"names\":[\"files\"],\"sizes\":[" + slices * SLICE + "]}"), answer);
    }
  }

  @Test
  void theBodyOfAMultipartRequestIsUntouchedByJaxRs() throws Exception {
    HttpResponse<String> answer =
        door.send(
            door.request("/viewer/api/upload")
                .header("Content-Type", "multipart/form-data; boundary=B")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx=1&y=2\r\n--B\r\n"
                            + "Content-Disposition: form-data; name=b\r\n\r\n\r\n--B--")));
    assertEquals("{\"names\":[\"a\",\"b\"],\"sizes\":[7,0]}", answer.body());
  }

  @Test
  void anUploadOfAnotherTypeIsRefused() throws Exception {
    for (String type : new String[] {"application/json", "application/x-www-form-urlencoded"}) {
      HttpResponse<String> answer =
          door.send(
              door.request("/viewer/api/upload/")
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertEquals(415, answer.statusCode(), type);
      assertTrue(answer.body().startsWith("{\"error\":\"This path does not take"), answer::body);
    }
    HttpResponse<String> none =
        door.send(
            door.request("/viewer/api/upload/").POST(HttpRequest.BodyPublishers.ofString("x")));
    assertEquals(415, none.statusCode());
  }

  @Test
  void aCharsetThatNobodyKnowsIsRefused() throws Exception {
    for (String charset : new String[] {"nonsense", "", "\"\"", "a/b", "utf-8;x"}) {
      HttpResponse<String> answer =
          door.send(
              door.request("/viewer/api/upload/")
                  .header("Content-Type", "application/json;charset=" + charset)
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertEquals(415, answer.statusCode(), charset);
    }
  }

  @Test
  void aCutUploadIsABadRequest() throws Exception {
    try (Socket socket = socket()) {
      socket
          .getOutputStream()
          .write(
              bytes(
                  head(
                          "/viewer/api/upload/",
                          "Content-Type: multipart/form-data; boundary=B\r\n"
                              + "Content-Length: 1000\r\n")
                      + "--B\r\n\r\nhalf"));
      socket.shutdownOutput();
      String answer = text(socket.getInputStream());
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("The body was cut"), answer);
    }
  }

  @Test
  void aRefusedUploadReadsItsReason() throws Exception {
    int length = 8 << 20;
    try (Socket socket = socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          bytes(
              head(
                  "/viewer/api/refused/",
                  "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: "
                      + length
                      + "\r\n")));
      out.write(new byte[length]);
      String answer = text(socket.getInputStream());
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
      assertTrue(answer.contains("You do not have permission to upload scans"), answer);
    }
  }

  @Test
  void aListIsWrittenItemByItem() throws Exception {
    assertEquals(
        "[{\"names\":[\"n0\"],\"sizes\":[]},{\"names\":[\"n1\"],\"sizes\":[]},"
            + "{\"names\":[\"n2\"],\"sizes\":[]}]",
        door.send(door.request("/viewer/api/many")).body());
  }

  @Test
  void anAnswerThatBreaksHalfWayDoesNotLookWhole() {
    assertThrows(IOException.class, () -> door.send(door.request("/viewer/api/bytes")));
  }

  @Test
  void anAnswerThatCannotBeWrittenIsAFailureOfOurs() throws Exception {
    HttpResponse<String> answer = door.send(door.request("/viewer/api/unwritable"));
    assertEquals(500, answer.statusCode());
    assertTrue(answer.body().contains("\"error_id\""), answer::body);
    assertFalse(answer.body().contains("secret"), answer::body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
