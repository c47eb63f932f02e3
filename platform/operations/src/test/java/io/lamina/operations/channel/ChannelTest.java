package io.lamina.operations.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.error.LaminaException;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.api.operations.OperatorGoneException;
import io.lamina.api.operations.OperatorOutput;
import io.lamina.operations.copy.StoppedWork;
import io.lamina.testkit.FakeAuditTrail;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's channel over a real socket, behind a stand-in for the front door. */
class ChannelTest {
  @TempDir Path data;
  private final Commands commands = new Commands();
  private final FakeAuditTrail trail = new FakeAuditTrail();
  private final Server server = new Server(0);
  private final HttpClient client = HttpClient.newHttpClient();
  private Path tokenFile;

  @BeforeEach
  void start() throws Exception {
    commands.setTrail(trail);
    tokenFile = data.resolve("run/operator-token");
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(
        new ServletHolder(new OperationsServlet(commands, OperatorToken.writtenTo(tokenFile))),
        "/operations/*");
    context.setErrorHandler(null);
    context.addFilter(
        new org.eclipse.jetty.servlet.FilterHolder(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (LaminaException e) {
                ((javax.servlet.http.HttpServletResponse) response).setStatus(e.kind().status());
              }
            }),
        "/*",
        java.util.EnumSet.of(javax.servlet.DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private String token() throws IOException {
    return Files.readString(tokenFile).strip();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder post(String command, String body) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port() + "/operations/" + command))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private interface Body {
    int run(OperatorCall call, OperatorOutput output) throws IOException, InterruptedException;
  }

  private static OperatorCommand command(String name, Body body) {
    return new OperatorCommand() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String usage() {
        return name + " DIR: for a test";
      }

      @Override
      public int run(OperatorCall call, OperatorOutput output)
          throws IOException, InterruptedException {
        return body.run(call, output);
      }
    };
  }

  @Test
  void runsACommandWithItsArgumentsAndStreamsWhatItSays() throws Exception {
    commands.add(
        command(
            "greet",
            (call, output) -> {
              output.say("to " + call.path(call.arguments().get(0)));
              output.warn("second\nline \u001b[31m");
              return 1;
            }));
    HttpResponse<String> answer =
        send(post("greet", "/home/it\nMünchen\n").header(OperationsServlet.TOKEN, token()));
    assertEquals(200, answer.statusCode());
    assertEquals(">to /home/it/München\n!second line ?[31m\n=1\n", answer.body());
    assertEquals(
        List.of(AuditEvent.of(AuditAction.CONFIGURE, "operator-command", "greet")),
        trail.entries().stream().map(FakeAuditTrail.Entry::event).toList());
  }

  @Test
  void runsNothingThatTheTrailCannotBeToldOf() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    commands.add(
        command(
            "greet",
            (call, output) -> {
              ran.countDown();
              return 0;
            }));
    commands.unsetTrail(trail);
    String answer = send(post("greet", "/\n").header(OperationsServlet.TOKEN, token())).body();
    assertTrue(answer.startsWith("!The audit trail cannot be written"), answer);
    assertTrue(answer.endsWith("=1\n"), answer);
    assertEquals(1, ran.getCount());
  }

  @Test
  void whatWasDoneWhileStoppedIsToldOnce() throws Exception {
    StoppedWork.record(data, "encrypt", "");
    StoppedWork.record(data, "restore", "2026-11-21T10:00:00Z");
    Files.writeString(
        data.resolve("operator-record"),
        "2026-11-21T10:00:00Z rm everything\n",
        StandardOpenOption.APPEND);
    new StoppedWorkEntries(data, trail);
    new StoppedWorkEntries(data, trail);
    List<AuditEvent> told = trail.entries().stream().map(FakeAuditTrail.Entry::event).toList();
    assertEquals(List.of("encrypt", "restore"), told.stream().map(AuditEvent::objectId).toList());
    assertEquals("2026-11-21T10:00:00Z", told.get(1).details().get("backup"));
    assertFalse(Files.exists(data.resolve("operator-record")));
  }

  @Test
  void refusesWithoutTheToken() throws Exception {
    commands.add(command("greet", (call, output) -> 0));
    assertEquals(403, send(post("greet", "/\n")).statusCode());
    assertEquals(
        403,
        send(post("greet", "/\n").header(OperationsServlet.TOKEN, token() + "x")).statusCode());
  }

  @Test
  void isNotThereForWhatAProxyPassesOn() throws Exception {
    commands.add(command("greet", (call, output) -> 0));
    assertEquals(
        404,
        send(post("greet", "/\n")
                .header(OperationsServlet.TOKEN, token())
                .header("X-Forwarded-For", "127.0.0.1"))
            .statusCode());
  }

  @Test
  void tokenIsTheOwnersAloneAndNewAtEachStart() throws Exception {
    String before = token();
    assertEquals(43, before.length());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)));
    OperatorToken next = OperatorToken.writtenTo(tokenFile);
    assertFalse(next.matches(before));
    assertTrue(next.matches(token()));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)));
  }

  @Test
  void unknownCommandNamesThoseThereAre() throws Exception {
    commands.add(command("greet", (call, output) -> 0));
    String answer = send(post("help", "/\n").header(OperationsServlet.TOKEN, token())).body();
    assertTrue(answer.contains("!  lamina greet DIR: for a test\n"), answer);
    assertTrue(answer.endsWith("=2\n"), answer);
  }

  @Test
  void failureIsNotShownButSaid() throws Exception {
    commands.add(
        command(
            "break",
            (call, output) -> {
              throw new IOException("select secret from table");
            }));
    assertEquals(
        "!It failed; the log says why\n=1\n",
        send(post("break", "/\n").header(OperationsServlet.TOKEN, token())).body());
  }

  @Test
  void oneCommandAtATime() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    commands.add(
        command(
            "long",
            (call, output) -> {
              entered.countDown();
              leave.await();
              return 0;
            }));
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            post("long", "/\n").header(OperationsServlet.TOKEN, token()).build(),
            HttpResponse.BodyHandlers.ofString());
    assertTrue(entered.await(30, TimeUnit.SECONDS));
    String second = send(post("long", "/\n").header(OperationsServlet.TOKEN, token())).body();
    leave.countDown();
    assertTrue(second.startsWith("!Another command runs"), second);
    assertEquals("=0\n", first.get(30, TimeUnit.SECONDS).body());
  }

  /** ^C ends the script, and with it the connection. */
  @Test
  void commandLearnsThatTheOperatorIsGone() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    commands.add(
        command(
            "talk",
            (call, output) -> {
              try {
                while (true) {
                  output.say("x".repeat(1000));
                  entered.countDown();
                }
              } catch (OperatorGoneException e) {
                gone.countDown();
                throw e;
              }
            }));
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /operations/talk HTTP/1.0\r\nHost: x\r\nContent-Length: 2\r\n"
                      + OperationsServlet.TOKEN
                      + ": "
                      + token()
                      + "\r\n\r\n/\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertTrue(entered.await(30, TimeUnit.SECONDS));
    }
    assertTrue(gone.await(30, TimeUnit.SECONDS), "the command went on without its operator");
  }
}
