package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.storage.disk.DiskBlobStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

/** One object that comes under a ticket. Goes to disk as it comes; memory does not grow with it. */
final class Arrival implements Closeable {
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

  private final DiskBlobStore store;
  private final Rulebook rulebook;
  private final PutTicket ticket;
  private final Caller sender;
  private final String contentType;
  private StagedBlob blob;

  /**
   * @param contentType to keep with the object; null for none
   * @throws LaminaException 409 where the ticket was used, 503 while those are away who would judge
   *     the object: before the body is read, so that a client need not send it
   */
  Arrival(
      DiskBlobStore store, Rulebook rulebook, PutTicket ticket, String contentType, Caller sender)
      throws IOException {
    this.contentType = contentType;
    this.sender = sender;
    this.store = store;
    this.rulebook = rulebook;
    this.ticket = ticket;
    if (ticket.ruled()) {
      rulebook.require(ticket.key());
    }
    // what a crash cut short of its durability may be sent again
    if ((ticket.ruled() ? store.findDurable(ticket.key()) : store.find(ticket.key())).isPresent()) {
      throw taken();
    }
  }

  /**
   * Stages the bytes, which nobody sees yet.
   *
   * @param announced how many will come; 0 when that is not known
   */
  void receive(long announced, Source source) throws IOException {
    blob = store.stage(contentType, announced);
    try (OutputStream sink = blob.sink()) {
      copy(source, sink);
    }
  }

  /** Of what was received, 64 lower-case hexadecimal digits. */
  String sha256() {
    return blob.sha256();
  }

  /**
   * Shows the bytes under the ticket's key. Under rules they are durable then; else who
   * acknowledges them makes them so (D-20).
   */
  BlobInfo place() throws IOException {
    try {
      return ticket.ruled() ? admit() : store.reveal(ticket.key(), blob);
    } catch (BlobExistsException e) {
      throw taken();
    }
  }

  private BlobInfo admit() throws IOException {
    BlobKey key = ticket.key();
    ObjectRules rules = rulebook.require(key);
    try (ByteSource content = blob.open()) {
      rules.admit(sender, key, contentType == null ? BlobStore.ANY_TYPE : contentType, content);
    }
    BlobInfo placed = commit(key);
    try {
      rules.stored(sender, key);
    } catch (IOException | RuntimeException refused) {
      store.delete(key);
      throw refused;
    }
    return placed;
  }

  /**
   * Also finishes what a crash cut between its place and its mark, where the bytes are the same.
   */
  private BlobInfo commit(BlobKey key) throws IOException {
    try {
      store.commit(Map.of(key, blob));
      return store.find(key).orElseThrow(Arrival::removed);
    } catch (BlobExistsException taken) {
      boolean same =
          store.findDurable(key).isEmpty()
              && store.find(key).filter(cut -> cut.sha256().equals(blob.sha256())).isPresent();
      BlobInfo finished = same ? store.makeDurable(Set.of(key)).get(key) : null;
      if (finished == null) {
        throw taken;
      }
      return finished;
    }
  }

  /** Discards what was not placed. */
  @Override
  public void close() {
    if (blob != null) {
      blob.close();
    }
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
