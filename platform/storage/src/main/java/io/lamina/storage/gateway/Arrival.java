package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.LaminaException;
import io.lamina.storage.disk.DiskBlobStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** One object that comes under a ticket. Goes to disk as it comes; memory does not grow with it. */
final class Arrival {
  private static final int CHUNK = 128 * 1024;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    /**
     * @return bytes read, or -1 at the end
     * @throws LaminaException for what is wrong with the body
     */
    int read(byte[] chunk) throws IOException;
  }

  /** Looks at the bytes once they are all there. */
  @FunctionalInterface
  interface Check {
    /**
     * @throws LaminaException 4xx to refuse them
     */
    void check(StagedBlob blob) throws IOException;
  }

  private final DiskBlobStore store;
  private final Rulebook rulebook;
  private final PutTicket ticket;

  /**
   * @throws LaminaException 409 where the ticket was used, 503 while those are away who would judge
   *     the object: before the body is read, so that a client need not send it
   */
  Arrival(DiskBlobStore store, Rulebook rulebook, PutTicket ticket) throws IOException {
    this.store = store;
    this.rulebook = rulebook;
    this.ticket = ticket;
    if (ticket.ruled()) {
      rulebook.require(ticket.key());
    }
    if (store.find(ticket.key()).isPresent()) {
      throw taken();
    }
  }

  /**
   * Stores the bytes and shows them under the ticket's key. Under rules they are durable then; else
   * who acknowledges them makes them so (D-20).
   *
   * @param contentType to keep with them; null for none
   * @param announced how many will come; 0 when that is not known
   */
  BlobInfo store(String contentType, long announced, Source source, Check check)
      throws IOException {
    try (StagedBlob blob = store.stage(contentType, announced)) {
      try (OutputStream sink = blob.sink()) {
        copy(source, sink);
      }
      check.check(blob);
      return ticket.ruled() ? admit(blob, contentType) : store.reveal(ticket.key(), blob);
    } catch (BlobExistsException e) {
      throw taken();
    }
  }

  private BlobInfo admit(StagedBlob blob, String contentType) throws IOException {
    ObjectRules rules = rulebook.require(ticket.key());
    try (ByteSource content = blob.open()) {
      rules.admit(ticket.key(), contentType == null ? BlobStore.ANY_TYPE : contentType, content);
    }
    store.commit(Map.of(ticket.key(), blob));
    return store.find(ticket.key()).orElseThrow(Arrival::removed);
  }

  private void copy(Source source, OutputStream sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    int count;
    while ((count = source.read(chunk)) >= 0) {
      total += count;
      if (total > ticket.maxBytes()) {
        throw tooLarge(ticket);
      }
      sink.write(chunk, 0, count);
    }
  }

  static LaminaException tooLarge(PutTicket ticket) {
    return LaminaException.tooLarge(
        "This link takes at most " + ticket.maxBytes() + " bytes. Nothing was stored");
  }

  private static LaminaException taken() {
    return LaminaException.conflict(
        "This link was used: the object is stored and cannot be overwritten");
  }

  private static LaminaException removed() {
    return LaminaException.conflict("The object was deleted while it was stored");
  }
}
