package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.storage.disk.DiskBlobStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;

/** One PUT under a ticket. The body goes to disk as it comes; memory does not grow with it. */
final class Upload {
  private static final int CHUNK = 128 * 1024;

  private final DiskBlobStore store;
  private final HttpServletRequest request;
  private final PutTicket ticket;

  Upload(DiskBlobStore store, HttpServletRequest request, PutTicket ticket) {
    this.store = store;
    this.request = request;
    this.ticket = ticket;
  }

  /**
   * Stores the body and shows it under the ticket's key; durable it is made by who acknowledges it
   * (D-20).
   *
   * @throws LaminaException for all that is wrong with the request; nothing is stored then
   */
  BlobInfo receive() throws IOException {
    checkHeaders();
    Digests digests = new Digests(request);
    // before the body is read, so that a replay need not send it
    if (store.find(ticket.key()).isPresent()) {
      throw taken();
    }
    try (StagedBlob blob =
        store.stage(contentType(), Math.max(0, request.getContentLengthLong()))) {
      try (OutputStream sink = blob.sink()) {
        copy(sink, digests);
      }
      digests.check(blob.sha256());
      return store.reveal(ticket.key(), blob);
    } catch (BlobExistsException e) {
      throw taken();
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
      throw tooLarge();
    }
  }

  private String contentType() {
    return ticket.contentType() != null ? ticket.contentType() : request.getContentType();
  }

  private void copy(OutputStream sink, Digests digests) throws IOException {
    Body body = new Body(request);
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    int count;
    while ((count = body.read(chunk)) >= 0) {
      total += count;
      if (total > ticket.maxBytes()) {
        throw tooLarge();
      }
      digests.update(chunk, count);
      sink.write(chunk, 0, count);
    }
  }

  private static String mediaType(String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private LaminaException tooLarge() {
    return LaminaException.tooLarge(
        "This link takes at most " + ticket.maxBytes() + " bytes. Nothing was stored");
  }

  private static LaminaException taken() {
    return LaminaException.conflict(
        "This link was used: the object is stored and cannot be overwritten");
  }
}
