package io.lamina.rest.multipart;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;

final class StreamingMultipartReader implements MultipartReader {
  StreamingMultipartReader(HttpServletRequest request, MultipartLimits limits) {}

  @Override
  public Optional<Part> next() throws IOException {
    throw new IOException("being written by the rest helper");
  }
}
