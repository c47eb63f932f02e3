package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.storage.disk.DamagedBlobException;
import io.lamina.storage.disk.DiskBlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One GET or HEAD under a ticket. */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int CHUNK = 128 * 1024;
  private static final List<String> DESCRIBING =
      List.of("ETag", "Last-Modified", "Accept-Ranges", "Content-Disposition", "Content-Range");

  private final DiskBlobStore store;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  Download(DiskBlobStore store, HttpServletRequest request, HttpServletResponse response) {
    this.store = store;
    this.request = request;
    this.response = response;
  }

  /**
   * @throws LaminaException 404 without such an object, 412 and 416 by RFC 9110
   */
  void send(GetTicket ticket) throws IOException {
    // what nobody acknowledged was not looked at either (X-05, H-12)
    Optional<BlobInfo> found = store.findDurable(ticket.key());
    if (found.isEmpty()) {
      throw noSuchObject();
    }
    BlobInfo info = found.get();
    Conditions conditions = new Conditions(request, info);
    describe(ticket, info);
    switch (conditions.outcome()) {
      case FAILED ->
          throw new LaminaException(
              ErrorKind.PRECONDITION_FAILED, "The object is not the one that was asked for");
      case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      case SEND -> sendContent(info, range(info, conditions));
    }
  }

  private void describe(GetTicket ticket, BlobInfo info) {
    response.setHeader("ETag", "\"" + info.etag() + "\"");
    response.setDateHeader("Last-Modified", info.storedAt().toEpochMilli());
    response.setHeader("Accept-Ranges", "bytes");
    // kept by the browser, and asked again each time: an object may be deleted
    response.setHeader("Cache-Control", "private, no-cache");
    response.setHeader("Content-Disposition", Disposition.of(ticket, info.contentType()));
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    // the link is a right: it does not go on to where the object links to
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  private ByteRange range(BlobInfo info, Conditions conditions) {
    ByteRange everything = new ByteRange(0, info.size());
    if (!request.getMethod().equals("GET") || !conditions.rangeCounts()) {
      return everything;
    }
    Optional<ByteRange> asked = ByteRange.of(request.getHeader("Range"), info.size());
    if (asked.isEmpty()) {
      return everything;
    }
    response.setHeader("Content-Range", asked.get().contentRange(info.size()));
    if (!asked.get().satisfiable()) {
      throw new LaminaException(
          ErrorKind.RANGE_NOT_SATISFIABLE, "The object has " + info.size() + " bytes only");
    }
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    return asked.get();
  }

  private void sendContent(BlobInfo info, ByteRange range) throws IOException {
    try (ByteSource source = store.open(info.key())) {
      // as it was stored: setContentType would add a charset
      response.setHeader("Content-Type", info.contentType());
      response.setContentLengthLong(range.length());
      if (request.getMethod().equals("GET")) {
        copy(source, range, response.getOutputStream());
      }
    } catch (NoSuchBlobException e) {
      throw noSuchObject();
    } catch (DamagedBlobException e) {
      // what is told instead of it is not the object; where some of it was sent, the client is cut
      if (!response.isCommitted()) {
        DESCRIBING.forEach(name -> response.setHeader(name, null));
      }
      throw e;
    }
  }

  private static void copy(ByteSource source, ByteRange range, OutputStream out)
      throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, range.length())];
    long position = range.first();
    long end = range.first() + range.length();
    while (position < end) {
      int wanted = (int) Math.min(chunk.length, end - position);
      int count = source.read(ByteBuffer.wrap(chunk, 0, wanted), position);
      if (count < 0) {
        throw new EOFException("A stored object is shorter than it was");
      }
      try {
        out.write(chunk, 0, count);
      } catch (IOException e) {
        LOG.debug("A client went away during a download");
        return;
      }
      position += count;
    }
  }

  private static LaminaException noSuchObject() {
    return LaminaException.notFound(
        "There is no such object. It was not uploaded, not completed, or was deleted");
  }
}
