package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.multipart.MultipartBody;
import io.lamina.rest.multipart.MultipartLimits;
import io.lamina.rest.multipart.Part;
import io.lamina.storage.disk.DiskBlobStore;
import io.lamina.storage.signing.LinkSigner;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;

/** One POST of a signed form: its fields first, then the file, as S3 wants it. */
final class FormUpload {
  private static final String FILE = "file";
  private static final MultipartLimits LIMITS = new MultipartLimits(24, Long.MAX_VALUE, 8 * 1024);

  private final DiskBlobStore store;
  private final Rulebook rulebook;
  private final LinkSigner links;
  private final HttpServletRequest request;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private Arrival arrival;

  FormUpload(DiskBlobStore store, Rulebook rulebook, LinkSigner links, HttpServletRequest request) {
    this.store = store;
    this.rulebook = rulebook;
    this.links = links;
    this.request = request;
  }

  /**
   * @throws LaminaException for all that is wrong with the request; nothing is stored then
   */
  BlobInfo receive() throws IOException {
    try {
      // to its end: a form that was cut stores nothing
      MultipartBody.of(request.getInputStream(), request.getContentType(), token -> {}, () -> {})
          .read(LIMITS, this::take);
      if (arrival == null) {
        throw LaminaException.badRequest(
            "The form has no file. Send it last, in a field named file");
      }
      return arrival.place();
    } finally {
      if (arrival != null) {
        arrival.close();
      }
    }
  }

  private void take(Part part) throws IOException {
    if (arrival != null) {
      // S3 ignores what follows the file, too
      return;
    }
    if (!part.name().equals(FILE)) {
      if (fields.put(part.name(), part.text()) != null) {
        throw LaminaException.badRequest("The form has the field " + shown(part) + " twice");
      }
      return;
    }
    PutTicket ticket = links.verifyPost(fields);
    arrival =
        new Arrival(
            store,
            rulebook,
            ticket,
            ticket.contentType(),
            Caller.anonymous(request.getRemoteAddr()));
    try (InputStream content = part.content()) {
      arrival.receive(0, content::read);
    }
  }

  private static String shown(Part part) {
    return part.name().replaceAll("[^A-Za-z0-9-]", "_");
  }
}
