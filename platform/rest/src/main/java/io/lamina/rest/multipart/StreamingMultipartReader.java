package io.lamina.rest.multipart;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a body with a {@link BoundaryScanner}; the grammar of parts and their limits are here. */
final class StreamingMultipartReader {
  /** Of one part; clients send two or three lines of them. */
  private static final int MAX_HEADER_BYTES = 16 << 10;

  /** Before the first boundary; nobody sends any, RFC 2046 allows it. */
  private static final int MAX_PREAMBLE_BYTES = 64 << 10;

  private final BoundaryScanner scanner;
  private final MultipartLimits limits;
  private final boolean empty;
  private StreamedPart current;
  private int parts;
  private boolean ended;

  /**
   * @throws LaminaException 415 when the request is not multipart, 400 without a usable boundary
   */
  StreamingMultipartReader(InputStream body, String contentType, MultipartLimits limits)
      throws IOException {
    this.limits = limits;
    this.scanner = new BoundaryScanner(body, boundary(contentType));
    this.empty = scanner.atEnd();
  }

  private static String boundary(String contentType) {
    HeaderValue type = HeaderValue.parse(contentType == null ? "" : contentType);
    if (!type.value().startsWith("multipart/")) {
      throw new LaminaException(
          ErrorKind.UNSUPPORTED_MEDIA_TYPE,
          "Send the body as multipart/form-data, with its boundary in Content-Type");
    }
    String boundary = type.parameter("boundary").orElse("");
    if (boundary.isEmpty() || boundary.length() > 200) {
      throw LaminaException.badRequest("Content-Type has no usable boundary parameter");
    }
    return boundary;
  }

  /**
   * The next part; what was not read of the one before is skipped.
   *
   * @return empty after the closing boundary
   * @throws LaminaException 400 for a malformed or cut body, 413 past a limit
   */
  Optional<Part> next() throws IOException {
    if (ended || empty) {
      return Optional.empty();
    }
    if (current == null) {
      scanner.skipToBoundary(MAX_PREAMBLE_BYTES);
    } else {
      current.skip();
    }
    if (scanner.stepOverBoundary()) {
      ended = true;
      return Optional.empty();
    }
    if (++parts > limits.maxParts()) {
      throw LaminaException.tooLarge("A body may have at most " + limits.maxParts() + " parts");
    }
    current = new StreamedPart(headers(), scanner, limits);
    return Optional.of(current);
  }

  private List<String> headers() throws IOException {
    List<String> headers = new ArrayList<>();
    int count = 0;
    String line = scanner.line(MAX_HEADER_BYTES);
    while (!line.isEmpty()) {
      count += line.getBytes(StandardCharsets.UTF_8).length;
      if (count > MAX_HEADER_BYTES) {
        throw LaminaException.badRequest("The headers of a part are too long");
      }
      boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      if (folded && !headers.isEmpty()) {
        headers.add(headers.remove(headers.size() - 1) + ' ' + line.trim());
      } else {
        headers.add(line);
      }
      line = scanner.line(MAX_HEADER_BYTES);
    }
    scanner.startContent();
    return headers;
  }
}
