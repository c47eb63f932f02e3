package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Hostile;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.RawHttp;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Multipart bodies whose structure is damaged in every place: an answer, and no failure of ours.
 */
@ExtendWith(Hostile.OneServer.class)
@Execution(ExecutionMode.SAME_THREAD)
class MultipartFuzzIT {
  private static final String BOUNDARY = "lamina-b0undary";

  private final Random random = new Random(Hostile.SEED);

  /** A request in its pieces, which a mutation changes one by one. */
  private static final class Request {
    String contentType = "multipart/form-data; boundary=" + BOUNDARY;
    String length;
    final List<Piece> pieces = new ArrayList<>();
    String end = "--" + BOUNDARY + "--\r\n";
    int cut = -1;

    byte[] body() {
      final ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (final Piece piece : pieces) {
        body.writeBytes(ascii(piece.delimiter + piece.headers + "\r\n"));
        body.writeBytes(piece.content);
        body.writeBytes(ascii("\r\n"));
      }
      body.writeBytes(ascii(end));
      return cut < 0 ? body.toByteArray() : Arrays.copyOf(body.toByteArray(), cut);
    }
  }

  private static final class Piece {
    String delimiter = "--" + BOUNDARY + "\r\n";
    String headers;
    byte[] content;

    Piece(String headers, byte[] content) {
      this.headers = headers;
      this.content = content;
    }
  }

  @Test
  void everyDamagedBodyIsAnswered(Hostile hostile) throws IOException {
    final int rounds = Math.min(Hostile.MUTATIONS, 3000);
    final var statuses = new TreeSet<Integer>();
    for (int round = 0; round < rounds; round++) {
      final Request request = sound();
      final int mutations = 1 + random.nextInt(2);
      final StringBuilder what = new StringBuilder("multipart " + round + " of " + Hostile.SEED);
      for (int i = 0; i < mutations; i++) {
        what.append(": ").append(mutate(request));
      }
      final Answer answer = send(hostile, request, what.toString());
      hostile.check(answer, what.toString());
      statuses.add(answer.status());
    }
    assertTrue(statuses.contains(200) && statuses.contains(400), statuses::toString);
    hostile.assertUnharmed();
  }

  /** Cut at each region: inside a delimiter, a header, between them, in the content, at the end. */
  @Test
  void bodyCutAnywhereStoresNothing(Hostile hostile) throws IOException {
    final Studies studies = new Studies(hostile.editor().client());
    final var before = studies.uids();
    final int whole = sound().body().length;
    final int step = Math.max(1, whole / (Hostile.MUTATIONS / 5));
    for (int cut = 0; cut < whole - BOUNDARY.length() - 6; cut += step) {
      final Request request = sound();
      request.cut = cut;
      final Answer answer = send(hostile, request, "cut at " + cut);
      assertEquals(400, hostile.check(answer, "cut at " + cut).status(), answer::toString);
      // the client promised more than came
      request.length = Integer.toString(whole);
      hostile.check(send(hostile, request, "short at " + cut), "short at " + cut);
    }
    assertEquals(before, studies.uids());
    hostile.assertUnharmed();
  }

  private String mutate(Request request) {
    final Piece piece = request.pieces.get(random.nextInt(request.pieces.size()));
    final int kind = random.nextInt(22);
    switch (kind) {
      case 0 -> request.contentType = "multipart/form-data";
      case 1 -> request.contentType = "multipart/form-data; boundary=\"\"";
      case 2 -> request.contentType = "multipart/form-data; boundary=" + "b".repeat(5000);
      case 3 -> request.contentType += "; boundary=other";
      case 4 -> request.contentType = "multipart/mixed; boundary=" + BOUNDARY;
      case 5 -> request.contentType = "multipart/form-data; boundary=a\u0001b; charset=\u007f";
      case 6 -> piece.delimiter = "--" + BOUNDARY.substring(0, random.nextInt(BOUNDARY.length()));
      case 7 -> piece.delimiter = "--" + BOUNDARY + "  \t \r\n";
      case 8 -> piece.delimiter = "--" + BOUNDARY + "--\r\n";
      case 9 -> piece.delimiter = "--" + BOUNDARY + "\n";
      case 10 -> piece.headers = "";
      case 11 -> piece.headers = piece.headers.replace("\r\n", "\n");
      case 12 -> piece.headers = ("X-" + random.nextInt(9) + ": y\r\n").repeat(20_000);
      case 13 -> piece.headers = "X-Long: " + "y".repeat(1 << 20) + "\r\n" + piece.headers;
      case 14 -> piece.headers += piece.headers;
      case 15 -> piece.headers = piece.headers.replace("name=", "name*=UTF-8''%ff%zz; name=");
      case 16 ->
          piece.headers = "Content-Disposition: form-data; name=\"files\"; filename=\"a\u0000\r\n";
      case 17 -> piece.headers = " folded\r\n\tfolded\r\n:\r\n:: : \r\n" + piece.headers;
      case 18 ->
          piece.headers =
              "Content-Disposition: form-data; name=\"files\"; filename=\"n\"\r\n"
                  + "Content-Type: multipart/mixed; boundary="
                  + BOUNDARY
                  + "\r\nContent-Transfer-Encoding: base64\r\n";
      case 19 -> piece.content = flipped(sound().body());
      case 20 -> request.end = random.nextBoolean() ? "" : "--" + BOUNDARY + "-\r\n";
      default -> {
        final int copies = random.nextBoolean() ? 5 : 400;
        for (int i = 0; i < copies; i++) {
          request.pieces.add(new Piece(field("f" + i % 3), ascii("1")));
        }
      }
    }
    return "kind " + kind;
  }

  private byte[] flipped(byte[] bytes) {
    for (int i = 0; i < 20; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static Request sound() {
    final Request request = new Request();
    request.pieces.add(new Piece(field("keep"), ascii("true")));
    request.pieces.add(
        new Piece(
            "Content-Disposition: form-data; name=\"files\"; filename=\"scan.dcm\"\r\n",
            Slice.any().file()));
    return request;
  }

  private static String field(String name) {
    return "Content-Disposition: form-data; name=\"" + name + "\"\r\n";
  }

  private static Answer send(Hostile hostile, Request request, String what) throws IOException {
    final byte[] body = request.body();
    final String pair = hostile.editor().username() + ":" + People.PASSWORD;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ascii(
            "POST /viewer/api/upload/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Basic "
                + Base64.getEncoder().encodeToString(ascii(pair))
                + "\r\nContent-Type: "
                + request.contentType
                + "\r\nContent-Length: "
                + (request.length == null ? Integer.toString(body.length) : request.length)
                + "\r\n\r\n"));
    bytes.writeBytes(body);
    return RawHttp.send(hostile.server(), what, bytes.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
