package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.storage.disk.DiskBlobStore;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;

/** One PUT under a ticket. */
final class Upload {
  private final DiskBlobStore store;
  private final Rulebook rulebook;
  private final HttpServletRequest request;
  private final PutTicket ticket;

  Upload(DiskBlobStore store, Rulebook rulebook, HttpServletRequest request, PutTicket ticket) {
    this.store = store;
    this.rulebook = rulebook;
    this.request = request;
    this.ticket = ticket;
  }

  /**
   * Stores the body and shows it under the ticket's key.
   *
   * @throws LaminaException for all that is wrong with the request; nothing is stored then
   */
  BlobInfo receive() throws IOException {
    checkHeaders();
    Digests digests = new Digests(request);
    Body body = new Body(request);
    try (Arrival arrival =
        new Arrival(
            store, rulebook, ticket, contentType(), Caller.anonymous(request.getRemoteAddr()))) {
      arrival.receive(
          Math.max(0, request.getContentLengthLong()),
          chunk -> {
            int count = body.read(chunk);
            digests.update(chunk, Math.max(0, count));
            return count;
          });
      digests.check(arrival.sha256());
      return arrival.place();
    }
  }

  private void checkHeaders() {
    for (Map.Entry<String, String> expected : ticket.amzHeaders().entrySet()) {
      List<String> sent = Collections.list(request.getHeaders(expected.getKey()));
      if (!sent.isEmpty() && !sent.equals(List.of(expected.getValue()))) {
        throw LaminaException.forbidden(
            "The header " + expected.getKey() + " is not what this link was issued for");
      }
    }
    if (request.getHeader("Content-Range") != null) {
      throw LaminaException.badRequest("Send the whole object at once, without Content-Range");
    }
    String coding = request.getHeader("Content-Encoding");
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw new LaminaException(
          ErrorKind.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without Content-Encoding");
    }
    if (ticket.contentType() != null
        && !mediaType(ticket.contentType()).equals(mediaType(request.getContentType()))) {
      throw new LaminaException(
          ErrorKind.UNSUPPORTED_MEDIA_TYPE,
          "This link takes an object of Content-Type " + ticket.contentType() + " only");
    }
    if (request.getContentLengthLong() > ticket.maxBytes()) {
      throw Arrival.tooLarge(ticket);
    }
  }

  private String contentType() {
    return ticket.contentType() != null ? ticket.contentType() : request.getContentType();
  }

  private static String mediaType(String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
