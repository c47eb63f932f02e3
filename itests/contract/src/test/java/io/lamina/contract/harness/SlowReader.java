package io.lamina.contract.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client that asks for something, reads the head of the answer, and then no more. */
public final class SlowReader implements AutoCloseable {
  private static final int SMALL_WINDOW = 4096;
  private final Socket socket;

  public SlowReader(Server server, String username, String password, String path)
      throws IOException {
    socket = new Socket();
    // what the client does not read stays on the server, but for little
    socket.setReceiveBufferSize(SMALL_WINDOW);
    socket.setSoTimeout(120_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    final String pair = username + ":" + password;
    final String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + server.port()
            + "\r\nAuthorization: Basic "
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Status line and headers, up to the empty line. */
  public String head() throws IOException {
    final InputStream in = socket.getInputStream();
    final StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      final int next = in.read();
      if (next < 0) {
        throw new IOException("the server closed the connection after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
