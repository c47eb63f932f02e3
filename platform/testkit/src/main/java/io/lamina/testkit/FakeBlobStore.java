package io.lamina.testkit;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.blob.StagedBlob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A blob store in memory that keeps the promises of {@link BlobStore} and counts what a careless
 * caller leaves open. Thread safe.
 */
public final class FakeBlobStore implements BlobStore {
  private record Stored(BlobInfo info, byte[] content) {}

  private final SortedMap<BlobKey, Stored> objects = new TreeMap<>();
  private final Set<BlobKey> provisional = new HashSet<>();
  private final Set<StagedBlob> staged = new HashSet<>();
  private IOException failure;
  private int commits;
  private int openSources;

  @Override
  public synchronized StagedBlob stage(String contentType) {
    Staged blob = new Staged(contentType == null ? "application/octet-stream" : contentType);
    staged.add(blob);
    return blob;
  }

  @Override
  public synchronized void commit(Map<BlobKey, StagedBlob> blobs) throws IOException {
    if (failure != null) {
      IOException thrown = failure;
      failure = null;
      throw thrown;
    }
    for (BlobKey key : blobs.keySet()) {
      if (objects.containsKey(key)) {
        throw new BlobExistsException(key);
      }
    }
    for (StagedBlob blob : blobs.values()) {
      blob.sha256();
      if (!staged.contains(blob)) {
        throw new IllegalStateException("Not staged here, committed before or discarded");
      }
    }
    blobs.forEach(
        (key, blob) -> {
          Staged own = (Staged) blob;
          staged.remove(own);
          store(key, own.contentType, own.content());
        });
    commits++;
  }

  @Override
  public synchronized Map<BlobKey, BlobInfo> makeDurable(Collection<BlobKey> keys) {
    Map<BlobKey, BlobInfo> found = new LinkedHashMap<>();
    for (BlobKey key : keys) {
      provisional.remove(key);
      find(key).ifPresent(info -> found.put(key, info));
    }
    return found;
  }

  @Override
  public synchronized Optional<BlobInfo> find(BlobKey key) {
    return Optional.ofNullable(objects.get(key)).map(Stored::info);
  }

  @Override
  public synchronized List<BlobInfo> list(String folder, int limit) {
    return objects.values().stream()
        .map(Stored::info)
        .filter(info -> !provisional.contains(info.key()))
        .filter(
            info -> {
              String key = info.key().value();
              return key.startsWith(folder) && key.indexOf('/', folder.length()) < 0;
            })
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized ByteSource open(BlobKey key) throws IOException {
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new NoSuchBlobException(key);
    }
    return counted(stored.content());
  }

  @Override
  public synchronized void delete(BlobKey key) {
    objects.remove(key);
    provisional.remove(key);
  }

  /** Puts an object there as a presigned PUT does: visible, not durable yet. */
  public synchronized BlobInfo put(BlobKey key, String contentType, byte[] content) {
    if (objects.containsKey(key)) {
      throw new IllegalStateException("There is an object " + key + " already");
    }
    provisional.add(key);
    return store(key, contentType, content.clone());
  }

  /** Whether the object is there and a power cut would not lose it. */
  public synchronized boolean durable(BlobKey key) {
    return objects.containsKey(key) && !provisional.contains(key);
  }

  /** A copy of the content; IllegalStateException where there is no such object. */
  public synchronized byte[] content(BlobKey key) {
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new IllegalStateException("No object " + key);
    }
    return stored.content().clone();
  }

  public synchronized Set<BlobKey> keys() {
    return new TreeSet<>(objects.keySet());
  }

  /** Number of commits that succeeded. */
  public synchronized int commits() {
    return commits;
  }

  /** Staged objects that were neither committed nor discarded: 0 after a careful caller. */
  public synchronized int stagedOpen() {
    return staged.size();
  }

  /** Sources that were opened and not closed: 0 after a careful caller. */
  public synchronized int sourcesOpen() {
    return openSources;
  }

  /** Lets the next commit fail, with nothing of it visible. */
  public synchronized void failNextCommit(IOException with) {
    failure = with;
  }

  private BlobInfo store(BlobKey key, String contentType, byte[] content) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    BlobInfo info = new BlobInfo(key, content.length, sha256(content), contentType, now);
    objects.put(key, new Stored(info, content));
    return info;
  }

  private synchronized ByteSource counted(byte[] content) {
    openSources++;
    return new CountedSource(ByteSource.of(content));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class CountedSource implements ByteSource {
    private final ByteSource source;
    private boolean closed;

    CountedSource(ByteSource source) {
      this.source = source;
    }

    @Override
    public long size() {
      return source.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      if (closed) {
        throw new IOException("This source is closed");
      }
      return source.read(target, position);
    }

    @Override
    public void close() {
      synchronized (FakeBlobStore.this) {
        if (!closed) {
          closed = true;
          openSources--;
        }
      }
    }
  }

  private final class Staged implements StagedBlob {
    private final String contentType;
    private Buffer buffer;

    Staged(String contentType) {
      this.contentType = contentType;
    }

    @Override
    public OutputStream sink() {
      if (buffer != null) {
        throw new IllegalStateException("The sink is asked for once");
      }
      buffer = new Buffer();
      return buffer;
    }

    @Override
    public long size() {
      return buffer == null ? 0 : buffer.size();
    }

    @Override
    public String sha256() {
      return FakeBlobStore.sha256(content());
    }

    @Override
    public ByteSource open() {
      return counted(content());
    }

    @Override
    public void close() {
      synchronized (FakeBlobStore.this) {
        staged.remove(this);
      }
    }

    byte[] content() {
      if (buffer == null || !buffer.closed) {
        throw new IllegalStateException("The sink is not closed");
      }
      return buffer.toByteArray();
    }
  }

  private static final class Buffer extends ByteArrayOutputStream {
    private boolean closed;

    @Override
    public synchronized void write(byte[] source, int offset, int length) {
      requireOpen();
      super.write(source, offset, length);
    }

    @Override
    public synchronized void write(int value) {
      requireOpen();
      super.write(value);
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() {
      if (closed) {
        throw new UncheckedIOException(new IOException("This sink is closed"));
      }
    }
  }
}
