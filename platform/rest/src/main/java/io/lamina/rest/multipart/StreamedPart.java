package io.lamina.rest.multipart;

import io.lamina.api.error.LaminaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The part that the reader stands in. */
final class StreamedPart implements Part {
  private final HeaderValue disposition;
  private final Optional<String> contentType;
  private final MultipartLimits limits;
  private final Content content;

  /**
   * @param headers lines of the part, unfolded
   */
  StreamedPart(List<String> headers, BoundaryScanner scanner, MultipartLimits limits) {
    this.disposition = HeaderValue.parse(header(headers, "Content-Disposition").orElse(""));
    this.contentType = header(headers, "Content-Type").filter(type -> !type.isEmpty());
    this.limits = limits;
    this.content = new Content(scanner, limits.maxPartBytes());
  }

  private static Optional<String> header(List<String> headers, String name) {
    return headers.stream()
        .filter(
            line ->
                line.length() > name.length()
                    && line.charAt(name.length()) == ':'
                    && line.regionMatches(true, 0, name, 0, name.length()))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst();
  }

  @Override
  public String name() {
    return disposition.parameter("name").orElse("");
  }

  @Override
  public Optional<String> fileName() {
    return disposition.parameter("filename");
  }

  @Override
  public Optional<String> contentType() {
    return contentType;
  }

  @Override
  public InputStream content() {
    return content;
  }

  @Override
  public String text() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] some = new byte[4096];
    int read = content.read(some);
    while (read >= 0) {
      bytes.write(some, 0, read);
      if (bytes.size() > limits.maxFieldBytes()) {
        throw LaminaException.tooLarge(
            "The form field '"
                + shortName()
                + "' is longer than "
                + limits.maxFieldBytes()
                + " bytes");
      }
      read = content.read(some);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw LaminaException.badRequest("The form field '" + shortName() + "' is not UTF-8 text");
    }
  }

  private String shortName() {
    String name = name();
    return name.length() > 60 ? name.substring(0, 60) : name;
  }

  /** Reads on to the boundary behind this part. */
  void skip() throws IOException {
    byte[] rest = new byte[16 << 10];
    while (content.read(rest) >= 0) {
      // what nobody wanted
    }
  }

  private static final class Content extends InputStream {
    private final BoundaryScanner scanner;
    private final long max;
    private long count;
    private boolean ended;

    Content(BoundaryScanner scanner, long max) {
      this.scanner = scanner;
      this.max = max;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int read = ended ? -1 : scanner.read(target, offset, length);
      if (read < 0) {
        ended = true;
        return -1;
      }
      count += read;
      if (count > max) {
        throw LaminaException.tooLarge("A part of the body is larger than " + max + " bytes");
      }
      return read;
    }
  }
}
