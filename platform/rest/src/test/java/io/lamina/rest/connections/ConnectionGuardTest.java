package io.lamina.rest.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.config.ConnectionSettings;
import io.lamina.rest.config.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many connections there may be, and whose place a new one takes. */
class ConnectionGuardTest {
  private static final int OF_ADDRESS = 3;
  private static final int ALL = 5;
  private static final String PROXY = "127.0.0.200";

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private final Server server = new Server();
  private final ConnectionGuard guard =
      new ConnectionGuard(
          new ConnectionSettings(
              ALL, OF_ADDRESS, Duration.ofMinutes(1), new Pace(1, Duration.ofMinutes(1))),
          address -> address.getHostAddress().equals(PROXY));
  private GuardedConnector connector;

  @BeforeEach
  void open() throws Exception {
    connector = new GuardedConnector(server, guard, new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new AbstractHandler() {
          @Override
          public void handle(
              String target, Request base, HttpServletRequest request, HttpServletResponse answer)
              throws IOException {
            base.setHandled(true);
            if (target.equals("/busy")) {
              answer.flushBuffer();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          }
        });
    server.start();
  }

  @AfterEach
  void close() throws Exception {
    end.countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
    guard.close();
  }

  private Socket connect(String from) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getByName("127.0.0.1"),
            connector.getLocalPort(),
            InetAddress.getByName(from),
            0);
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Whether a request on it is answered; false where the server has closed it. */
  private static boolean answers(Socket socket, String path) {
    try {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] line = in.readNBytes(15);
      while (line.length == 15 && in.available() > 0) {
        in.skipNBytes(in.available());
      }
      return new String(line, StandardCharsets.US_ASCII).equals("HTTP/1.1 200 OK");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anotherConnectionOfAnAddressTakesThePlaceOfItsIdleOne() throws Exception {
    Socket first = connect("127.0.0.2");
    assertTrue(answers(first, "/"));
    assertTrue(answers(connect("127.0.0.2"), "/busy"));
    assertTrue(answers(connect("127.0.0.2"), "/busy"));
    assertTrue(answers(connect("127.0.0.2"), "/busy"));
    assertEquals(-1, first.getInputStream().read());
    assertEquals(1, guard.refused());
  }

  @Test
  void anAddressThatHasAllItMayAtWorkGetsNoMoreAndOthersDo() throws Exception {
    for (int at = 0; at < OF_ADDRESS; at++) {
      assertTrue(answers(connect("127.0.0.2"), "/busy"));
    }
    assertEquals(false, answers(connect("127.0.0.2"), "/"));
    assertTrue(answers(connect("127.0.0.3"), "/"));
  }

  @Test
  void aSubscriberOfIpv6IsOneAddress() throws Exception {
    InetAddress one = InetAddress.getByName("2001:db8:0:7:1:2:3:4");
    assertEquals(InetAddress.getByName("2001:db8:0:7::"), ConnectionGuard.network(one), "its /64");
    assertEquals(
        ConnectionGuard.network(one),
        ConnectionGuard.network(InetAddress.getByName("2001:db8:0:7:ffff::1")));
    assertNotEquals(
        ConnectionGuard.network(one),
        ConnectionGuard.network(InetAddress.getByName("2001:db8:0:8::1")));
    InetAddress old = InetAddress.getByName("192.0.2.7");
    assertEquals(old, ConnectionGuard.network(old));
  }

  @Test
  void whereManyComeFromIsBoundByTheWholeAlone() throws Exception {
    for (int at = 0; at < ALL; at++) {
      assertTrue(answers(connect(PROXY), "/busy"));
    }
    assertEquals(false, answers(connect("127.0.0.3"), "/"));
    assertEquals(1, guard.refused());
  }
}
