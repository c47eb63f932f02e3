package io.lamina.rest.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads to the end, looking at the form's token on the way. */
final class CheckedMultipart implements MultipartBody {
  private static final String TOKEN = "csrfmiddlewaretoken";

  private final InputStream body;
  private final String contentType;
  private final Consumer<String> token;
  private final Runnable end;

  CheckedMultipart(InputStream body, String contentType, Consumer<String> token, Runnable end) {
    this.body = body;
    this.contentType = contentType;
    this.token = token;
    this.end = end;
  }

  @Override
  public void read(MultipartLimits limits, Receiver receiver) throws IOException {
    StreamingMultipartReader reader = new StreamingMultipartReader(body, contentType, limits);
    for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
      if (part.get().name().equals(TOKEN)) {
        token.accept(part.get().text());
      } else {
        receiver.receive(part.get());
      }
    }
    end.run();
  }
}
