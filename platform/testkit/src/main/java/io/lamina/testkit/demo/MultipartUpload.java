package io.lamina.testkit.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fields and files as one multipart/form-data body (RFC 7578) that is read from the files while it
 * is sent: memory does not grow with it. Its length is known before.
 */
final class MultipartUpload {
  /** Told while the body is read by the client: about what has been sent. */
  interface Progress {
    /**
     * @param bytes of the body so far
     * @param files read to their end so far
     */
    void sent(long bytes, int files);
  }

  /** A piece of the body: bytes in memory, or a file. */
  private record Piece(byte[] bytes, Path file, long length) {
    static Piece of(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Piece(bytes, null, bytes.length);
    }

    InputStream open() throws IOException {
      return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
    }
  }

  private final String boundary;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * @param boundary that occurs in no file
   * @param fields sent before the files
   * @param fileField name of the form field of every file
   */
  MultipartUpload(String boundary, Map<String, String> fields, String fileField, List<Path> files)
      throws IOException {
    this.boundary = boundary;
    fields.forEach(
        (name, value) ->
            pieces.add(
                Piece.of(
                    "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(boundary, quoted(name), value))));
    for (Path file : files) {
      pieces.add(
          Piece.of(
              ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                      + "Content-Type: application/dicom\r\n\r\n")
                  .formatted(boundary, quoted(fileField), quoted(file.getFileName().toString()))));
      pieces.add(new Piece(null, file, Files.size(file)));
      pieces.add(Piece.of("\r\n"));
    }
    pieces.add(Piece.of("--" + boundary + "--\r\n"));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Bytes of the whole body. */
  long length() {
    return pieces.stream().mapToLong(Piece::length).sum();
  }

  BodyPublisher publisher(Progress progress) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> new Body(progress)), length());
  }

  /** As browsers do (WHATWG HTML, multipart/form-data): quotes and line ends are escaped. */
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private final class Body extends InputStream {
    private final Progress progress;
    private int next;
    private Piece piece;
    private InputStream open = InputStream.nullInputStream();
    private long leftOfPiece;
    private long sent;
    private int files;

    Body(Progress progress) {
      this.progress = progress;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        return readPiece(target, offset, length);
      } catch (IOException e) {
        // The client takes an IOException for the end of the body and says nothing.
        throw new UncheckedIOException(e);
      }
    }

    private int readPiece(byte[] target, int offset, int length) throws IOException {
      while (leftOfPiece == 0) {
        open.close();
        if (next == pieces.size()) {
          return -1;
        }
        piece = pieces.get(next++);
        open = piece.open();
        leftOfPiece = piece.length();
        finished();
      }
      int count = open.read(target, offset, (int) Math.min(length, leftOfPiece));
      if (count < 0) {
        throw new IOException(piece.file().getFileName() + " became shorter while it was read");
      }
      leftOfPiece -= count;
      sent += count;
      finished();
      progress.sent(sent, files);
      return count;
    }

    private void finished() {
      if (leftOfPiece == 0 && piece.file() != null) {
        files++;
      }
    }

    @Override
    public void close() throws IOException {
      open.close();
    }
  }
}
