package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.config.ConnectionSettings;
import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.Pace;
import io.lamina.rest.config.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are slow on purpose, and the others, who must not notice. */
class SlowClientsTest {
  private static final int CROWD = Integer.getInteger("lamina.slow.connections", 120);

  /** Fewer than there are slow clients of each kind. */
  private static final int TURNS = 4;

  private static final Pace PACE = new Pace(1000, Duration.ofSeconds(2));
  private static final int BODY = 1 << 20;

  private final List<Slow> crowd = new ArrayList<>();
  private final AtomicLong received = new AtomicLong();
  private TestDoor door;

  /** Bodies to be sent and answers to be read. */
  @Path("/viewer/api")
  @Produces("application/octet-stream")
  public final class Bytes {
    @POST
    @Path("/sink")
    @AnonymousAllowed
    public Response sink(@Context HttpServletRequest request) throws IOException {
      byte[] bytes = new byte[8 << 10];
      InputStream body = request.getInputStream();
      for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
        received.addAndGet(read);
      }
      return Response.noContent().build();
    }

    @GET
    @Path("/source")
    @AnonymousAllowed
    public Response source() {
      StreamingOutput body =
          out -> {
            byte[] slice = new byte[1 << 20];
            for (int at = 0; at < 64; at++) {
              out.write(slice);
            }
          };
      return Response.ok(body).build();
    }
  }

  /** Ways to be slow. */
  enum Kind {
    HEAD("GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ", true),
    BODY("POST /viewer/api/sink HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\nx", true),
    SILENT_BODY("POST /viewer/api/sink HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx", false),
    READER("GET /viewer/api/source HTTP/1.1\r\nHost: x\r\n\r\n", false),
    HALF_CLOSED("POST /viewer/api/sink HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx", false),
    GARBAGE("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", true),
    EMPTY("", false);

    private final String start;
    private final boolean dribbles;

    Kind(String start, boolean dribbles) {
      this.start = start;
      this.dribbles = dribbles;
    }
  }

  private record Slow(Kind kind, Socket socket) {
    static Slow of(Kind kind, int port) throws IOException {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.connect(new java.net.InetSocketAddress("127.0.0.1", port), 20_000);
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(kind.start.getBytes(StandardCharsets.ISO_8859_1));
      if (kind == Kind.HALF_CLOSED) {
        socket.shutdownOutput();
      }
      return new Slow(kind, socket);
    }

    /** One more byte, where this kind sends any; false once the server has cut it. */
    boolean dribble() {
      try {
        if (kind.dribbles) {
          socket.getOutputStream().write('x');
        }
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    /** What was answered until the end of the connection; "" for nothing. */
    String rest() {
      StringBuilder text = new StringBuilder();
      try {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[1 << 16];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          if (text.length() < 1000) {
            text.append(new String(bytes, 0, Math.min(read, 1000), StandardCharsets.ISO_8859_1));
          }
        }
      } catch (IOException e) {
        if (e instanceof java.net.SocketTimeoutException) {
          throw new AssertionError(kind + " was never cut", e);
        }
      }
      return text.toString();
    }
  }

  @BeforeEach
  void open() throws Exception {
    DoorSettings usual = TestDoor.settings(null, List.of(), List.of());
    DoorSettings settings =
        new DoorSettings(
            0,
            "127.0.0.1",
            0,
            TlsSettings.OFF,
            null,
            List.of(),
            List.of(),
            1 << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            TURNS,
            null,
            false,
            usual.monitoring(),
            new ConnectionSettings(CROWD + 100, 10, Duration.ofSeconds(2), PACE));
    door = new TestDoor(settings);
    door.add("probe", new ProbeResource());
    door.add("bytes", new Bytes());
  }

  @AfterEach
  void close() throws IOException {
    for (Slow slow : crowd) {
      slow.socket().close();
    }
    door.close();
  }

  private Slow slow(Kind kind) throws IOException {
    Slow slow = Slow.of(kind, door.door.port());
    crowd.add(slow);
    return slow;
  }

  @Test
  void nobodyElseNotices() throws Exception {
    for (int at = 0; at < CROWD; at++) {
      slow(Kind.values()[at % Kind.values().length]);
    }
    ExecutorService dribbling = Executors.newSingleThreadExecutor();
    dribbling.submit(
        () -> {
          boolean anybody = true;
          while (anybody && !Thread.currentThread().isInterrupted()) {
            anybody = false;
            for (Slow slow : crowd) {
              anybody |= slow.dribble();
            }
            TimeUnit.MILLISECONDS.sleep(200);
          }
          return null;
        });
    for (int round = 0; round < 20; round++) {
      long start = System.nanoTime();
      HttpResponse<String> normal = door.get("/api/probe/items/" + round);
      assertEquals(200, normal.statusCode(), normal::body);
      assertEquals(200, door.send(door.request("/health")).statusCode());
      assertTrue(System.nanoTime() - start < 4_000_000_000L, "two requests took four seconds");
    }
    for (Slow slow : crowd) {
      String answer = slow.rest();
      assertTrue(!answer.contains("HTTP/1.1 5"), answer);
      if (slow.kind() == Kind.BODY || slow.kind() == Kind.SILENT_BODY) {
        assertTrue(answer.startsWith("HTTP/1.1 408"), slow.kind() + ": " + answer);
      }
    }
    dribbling.shutdownNow();
    await(() -> scrape("lamina_http_connections") <= 3);
    await(() -> scrape("lamina_http_requests_at_work") == 0);
    await(() -> scrape("lamina_http_threads_busy") < 16);
    assertTrue(scrape("lamina_http_connections_slow_total") > 0);
  }

  private static void await(BooleanSupplier condition) {
    TestDoor.await(condition);
  }

  private double scrape(String name) {
    try {
      return Scrape.of(door.send(door.request("/metrics")).body()).value(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HEAD", "READER", "GARBAGE"})
  void whoIsTooSlowIsCut(Kind kind) throws Exception {
    Slow slow = slow(kind);
    if (kind.dribbles) {
      await(() -> !slow.dribble());
    } else {
      await(() -> scrape("lamina_http_connections_slow_total") == 1);
    }
    slow.rest();
  }

  /** A fast start earns no slow end. */
  @Test
  void aBodyThatStartsFastAndThenDribblesIsCut() throws Exception {
    Slow slow = slow(Kind.BODY);
    slow.socket().getOutputStream().write(new byte[4 * BODY]);
    await(() -> received.get() > 4 * BODY);
    ExecutorService dribbling = Executors.newSingleThreadExecutor();
    dribbling.submit(
        () -> {
          while (slow.dribble()) {
            TimeUnit.MILLISECONDS.sleep(100);
          }
          return null;
        });
    String answer = slow.rest();
    dribbling.shutdownNow();
    assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
    assertTrue(answer.contains("1000 bytes a second"), answer);
  }

  /** 50 kB a second, for longer than the window. */
  @Test
  void aSlowHospitalLineIsNotCut() throws Exception {
    int chunks = 50;
    int chunk = 5_000;
    try (Socket socket = new Socket("127.0.0.1", door.door.port())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /viewer/api/sink HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                  + chunks * chunk
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (int at = 0; at < chunks; at++) {
        out.write(new byte[chunk]);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(answer.startsWith("HTTP/1.1 204"), answer);
    }
  }
}
