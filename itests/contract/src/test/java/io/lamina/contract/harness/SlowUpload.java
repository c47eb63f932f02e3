package io.lamina.contract.harness;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** An upload whose second half comes when the test says so. */
public final class SlowUpload implements AutoCloseable {
  private final int port;
  private final Socket socket;
  private final byte[] body;
  private final byte[] head;

  public SlowUpload(Server server, String username, String password, byte[] file)
      throws IOException {
    port = server.port();
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    final ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(
        ascii("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"));
    content.writeBytes(file);
    content.writeBytes(ascii("\r\n--b--\r\n"));
    body = content.toByteArray();
    head =
        ascii(
            "POST /viewer/api/upload/ HTTP/1.1\r\nHost: localhost:"
                + port
                + "\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(ascii(username + ":" + password))
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                + body.length
                + "\r\n\r\n");
  }

  public void sendFirstHalf() throws IOException {
    socket.getOutputStream().write(head);
    socket.getOutputStream().write(body, 0, body.length / 2);
    socket.getOutputStream().flush();
  }

  /** Waits until the stop has visibly begun. */
  public boolean serverRefusesNewConnections(Duration atMost) {
    Await.until(atMost, this::refuses, () -> "the port still takes connections");
    return true;
  }

  /** The answer's protocol and status, such as {@code HTTP/1.1 200}. */
  public String sendTheRestAndReadStatus() throws IOException {
    socket.getOutputStream().write(Arrays.copyOfRange(body, body.length / 2, body.length));
    socket.getOutputStream().flush();
    final String line =
        new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    return line == null ? "connection closed" : line.substring(0, 12);
  }

  private boolean refuses() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !probe.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
