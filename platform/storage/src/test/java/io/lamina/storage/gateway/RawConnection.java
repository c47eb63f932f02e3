package io.lamina.storage.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP by hand, for what no client library would send. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;

  RawConnection(int port) throws IOException {
    socket = new Socket("localhost", port);
  }

  /** Request line and headers; Host is that of the URL unless one is given. */
  void send(String method, URI url, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + url.getRawPath());
    if (url.getRawQuery() != null) {
      head.append('?').append(url.getRawQuery());
    }
    head.append(" HTTP/1.1\r\n");
    String given = String.join("\r\n", headers);
    if (!given.contains("Host:")) {
      head.append("Host: ").append(url.getAuthority()).append("\r\n");
    }
    write(head + given + "\r\n\r\n");
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  void shutOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** All that comes until the server closes. */
  String answer() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
