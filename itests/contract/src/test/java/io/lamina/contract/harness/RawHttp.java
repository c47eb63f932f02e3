package io.lamina.contract.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bytes as they go over the wire, which no HTTP library would send. */
public final class RawHttp {
  /** No answer takes longer, whatever was sent. */
  public static final int BOUND_MILLIS = 90_000;

  private RawHttp() {}

  /**
   * Sends the bytes, says that there are no more, and reads what comes until the server closes.
   *
   * @return empty status 0 where the server closed without a word
   * @throws java.net.SocketTimeoutException where it neither answers nor closes
   */
  public static Answer send(Server server, String what, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(BOUND_MILLIS);
      try {
        final OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
        socket.shutdownOutput();
      } catch (IOException refusedWhileSending) {
        // the answer may be there all the same
      }
      return answer(what, read(socket.getInputStream()));
    }
  }

  private static byte[] read(InputStream in) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final byte[] buffer = new byte[16_384];
    try {
      int count = in.read(buffer);
      while (count >= 0) {
        bytes.write(buffer, 0, count);
        count = in.read(buffer);
      }
    } catch (java.net.SocketTimeoutException hangs) {
      throw hangs;
    } catch (IOException reset) {
      // a reset after the answer, or instead of one
    }
    return bytes.toByteArray();
  }

  private static Answer answer(String what, byte[] bytes) {
    final String text = new String(bytes, StandardCharsets.ISO_8859_1);
    final int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
      return new Answer(what, 0, HttpHeaders.of(Map.of(), (name, value) -> true), bytes);
    }
    final Map<String, List<String>> headers = new HashMap<>();
    for (final String line : text.substring(0, end).split("\r\n")) {
      final int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return new Answer(
        what,
        Integer.parseInt(text.substring(9, 12)),
        HttpHeaders.of(headers, (name, value) -> true),
        Arrays.copyOfRange(bytes, end + 4, bytes.length));
  }
}
