package io.lamina.contract.harness;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A multipart/form-data body as Python's requests sends it: no Content-Type on file parts (M3), a
 * Content-Length over all.
 */
public final class Multipart {
  private static final String BOUNDARY = "lamina-contract-0123456789";
  private final List<BodyPublisher> pieces = new ArrayList<>();

  public String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  public Multipart field(String name, String value) {
    return piece("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
  }

  /** A part of S5's upload. */
  public Multipart file(String filename, byte[] content) {
    return piece("form-data; name=\"files\"; filename=\"" + filename + "\"", content);
  }

  public Multipart file(String filename, Path content) {
    text("--" + BOUNDARY + "\r\nContent-Disposition: ");
    text("form-data; name=\"files\"; filename=\"" + filename + "\"\r\n\r\n");
    try {
      pieces.add(BodyPublishers.ofFile(content));
    } catch (java.io.FileNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
    text("\r\n");
    return this;
  }

  /**
   * @param disposition the whole value of Content-Disposition, for parts that clients should not
   *     send
   */
  public Multipart piece(String disposition, byte[] content) {
    final var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition));
    bytes.writeBytes(utf8("\r\n\r\n"));
    bytes.writeBytes(content);
    bytes.writeBytes(utf8("\r\n"));
    pieces.add(BodyPublishers.ofByteArray(bytes.toByteArray()));
    return this;
  }

  public BodyPublisher publisher() {
    final List<BodyPublisher> all = new ArrayList<>(pieces);
    all.add(BodyPublishers.ofByteArray(utf8("--" + BOUNDARY + "--\r\n")));
    return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
  }

  /** Without the closing boundary, as when a client dies. */
  public BodyPublisher unfinished() {
    return BodyPublishers.concat(pieces.toArray(BodyPublisher[]::new));
  }

  private void text(String text) {
    pieces.add(BodyPublishers.ofByteArray(utf8(text)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
