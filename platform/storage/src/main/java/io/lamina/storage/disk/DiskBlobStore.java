package io.lamina.storage.disk;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.LaminaException;
import io.lamina.api.keys.KeyVault;
import io.lamina.api.metrics.Metric;
import io.lamina.storage.config.StorageConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Objects as files: written beside their place, then linked into it and flushed. A link refuses a
 * place that is taken and appears whole, so an object is never overwritten and never half there;
 * until its header is marked durable, a later run trusts it only after a look at its hash.
 */
@Component(
    service = {BlobStore.class, DiskBlobStore.class},
    configurationPid = StorageConfig.PID)
@Designate(ocd = StorageConfig.class)
public final class DiskBlobStore implements BlobStore {
  private static final String ANY_TYPE = "application/octet-stream";
  private static final Pattern PRINTABLE =
      Pattern.compile("[\\x20-\\x7e]{1," + BlobHeader.MAX_CONTENT_TYPE + "}");

  private final BlobFolder folder;
  private final Reserve reserve;
  private final Clock clock;
  private final HeaderCodec codec;
  private final Flusher flusher;
  private final ObjectTree tree;
  private final ObjectOpener opener;
  private final HeldObjects held;
  private final UUID incarnation = UUID.randomUUID();

  @Activate
  public DiskBlobStore(BundleContext bundle, StorageConfig config, @Reference KeyVault vault)
      throws IOException {
    this(
        BlobFolder.of(config, bundle),
        Reserve.of(BlobFolder.of(config, bundle), config.reserve_bytes()),
        config.flush_threads(),
        Clock.systemUTC(),
        vault);
  }

  DiskBlobStore(BlobFolder folder, Reserve reserve, int flushThreads, Clock clock, KeyVault vault)
      throws IOException {
    this.folder = folder;
    this.reserve = reserve;
    this.clock = clock;
    this.codec = new HeaderCodec(vault);
    this.flusher = new Flusher(flushThreads);
    this.tree = new ObjectTree(folder.objects(), flusher);
    this.opener = new ObjectOpener(tree, codec, incarnation);
    folder.prepare(flusher);
    this.held = new HeldObjects(tree, folder.held(), flusher);
  }

  @Deactivate
  public void stop() {
    flusher.close();
  }

  @Override
  public StagedBlob stage(String contentType) throws IOException {
    return stage(contentType, 0);
  }

  /**
   * @param expected bytes that will come; 0 when that is not known
   * @throws LaminaException 507 when there is no room for them
   */
  public StagedBlob stage(String contentType, long expected) throws IOException {
    String type = contentType == null ? ANY_TYPE : contentType;
    if (!PRINTABLE.matcher(type).matches()) {
      throw LaminaException.badRequest(
          "The media type must be 1 to " + BlobHeader.MAX_CONTENT_TYPE + " ASCII characters");
    }
    reserve.require(expected);
    return new StagedFile(folder.newIncoming(), type, reserve);
  }

  @Override
  public void commit(Map<BlobKey, StagedBlob> blobs) throws IOException {
    Map<BlobKey, StagedFile> own = requireComplete(blobs);
    try {
      for (BlobKey key : own.keySet()) {
        if (header(key).isPresent()) {
          throw new BlobExistsException(key);
        }
      }
      flush(linkAll(own));
    } catch (IOException e) {
      throw reserve.explain(e);
    }
    own.values().forEach(StagedFile::close);
  }

  /**
   * Makes one staged object visible at once and promises no durability (D-20): for presigned PUTs.
   *
   * @throws BlobExistsException when the key is taken
   */
  public BlobInfo reveal(BlobKey key, StagedBlob blob) throws IOException {
    Map<BlobKey, StagedFile> own = requireComplete(Map.of(key, blob));
    try {
      BlobInfo info = linkAll(own).get(key).info(key);
      own.get(key).close();
      return info;
    } catch (IOException e) {
      throw reserve.explain(e);
    }
  }

  @Override
  public Map<BlobKey, BlobInfo> makeDurable(Collection<BlobKey> keys) throws IOException {
    Map<BlobKey, BlobHeader> found = new HashMap<>();
    Map<BlobKey, BlobHeader> pending = new HashMap<>();
    for (BlobKey key : new HashSet<>(keys)) {
      header(key).ifPresent(header -> (header.durable() ? found : pending).put(key, header));
    }
    tree.flush(pending.keySet().stream().map(tree::file).toList());
    pending.keySet().removeAll(markDurable(pending));
    found.putAll(pending);
    Map<BlobKey, BlobInfo> infos = new HashMap<>();
    found.forEach((key, header) -> infos.put(key, header.info(key)));
    return infos;
  }

  /** Like find, but not what was PUT and not acknowledged yet (D-20). */
  public Optional<BlobInfo> findDurable(BlobKey key) throws IOException {
    return header(key).filter(BlobHeader::durable).map(header -> header.info(key));
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) throws IOException {
    return header(key).map(header -> header.info(key));
  }

  @Override
  public ByteSource open(BlobKey key) throws IOException {
    return opener.open(key).orElseThrow(() -> new NoSuchBlobException(key));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    held.delete(tree.file(key));
  }

  DiskHold hold() throws IOException {
    return new DiskHold(this, tree, held, codec);
  }

  ObjectTree tree() {
    return tree;
  }

  /** What is watched of the store. */
  List<Metric> metrics() throws IOException {
    return DiskMetrics.of(reserve, tree, flusher);
  }

  /** Free bytes of the disk. */
  long freeBytes() throws IOException {
    return reserve.free();
  }

  /** Whether uploads are accepted. */
  boolean hasRoom() throws IOException {
    return reserve.holds();
  }

  /** Fails where nothing can be written. */
  void probe() throws IOException {
    folder.probe();
  }

  private Map<BlobKey, StagedFile> requireComplete(Map<BlobKey, StagedBlob> blobs) {
    // in one order for all: of two commits of the same keys one wins
    Map<BlobKey, StagedFile> own = new TreeMap<>();
    Set<StagedFile> seen = new HashSet<>();
    blobs.forEach(
        (key, blob) -> {
          if (!(blob instanceof StagedFile file) || !seen.add(file)) {
            throw new IllegalArgumentException("Each object has to be staged here, once");
          }
          file.requireComplete();
          own.put(key, file);
        });
    return own;
  }

  /** All or none. What is visible now is whole, and checked after a crash until it is marked. */
  private Map<BlobKey, BlobHeader> linkAll(Map<BlobKey, StagedFile> files) throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<BlobKey, BlobHeader> linked = new HashMap<>();
    try {
      for (Map.Entry<BlobKey, StagedFile> each : files.entrySet()) {
        BlobHeader header = each.getValue().seal(each.getKey(), codec, now, incarnation);
        link(each.getKey(), each.getValue());
        linked.put(each.getKey(), header);
      }
      return linked;
    } catch (IOException | RuntimeException e) {
      removeAll(linked.keySet(), e);
      throw e;
    }
  }

  /**
   * Contents and folders are flushed side by side, after the links: the file system's journal then
   * needs one round instead of two, which makes a small commit three times as fast.
   */
  private void flush(Map<BlobKey, BlobHeader> linked) throws IOException {
    try {
      tree.flush(linked.keySet().stream().map(tree::file).toList());
      markDurable(linked);
    } catch (IOException | RuntimeException e) {
      removeAll(linked.keySet(), e);
      throw e;
    }
  }

  /** Returns the keys of what was deleted meanwhile. */
  private Set<BlobKey> markDurable(Map<BlobKey, BlobHeader> flushed) throws IOException {
    Set<BlobKey> gone = new HashSet<>();
    for (Map.Entry<BlobKey, BlobHeader> each : flushed.entrySet()) {
      BlobHeader durable = each.getValue().vouchedBy(incarnation, true);
      if (!opener.mark(each.getKey(), durable)) {
        gone.add(each.getKey());
      }
    }
    return gone;
  }

  private void removeAll(Set<BlobKey> keys, Exception because) {
    for (BlobKey key : keys) {
      try {
        tree.remove(tree.file(key));
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }
  }

  private void link(BlobKey key, StagedFile file) throws IOException {
    Path place = tree.file(key);
    try {
      tree.link(file.path(), place);
    } catch (FileAlreadyExistsException e) {
      // unless what is there turns out to be lost, and is removed by the look at it
      if (header(key).isPresent()) {
        throw new BlobExistsException(key);
      }
      try {
        tree.link(file.path(), place);
      } catch (FileAlreadyExistsException again) {
        throw new BlobExistsException(key);
      }
    }
  }

  private Optional<BlobHeader> header(BlobKey key) throws IOException {
    Optional<BlobReader> reader = opener.open(key);
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    try (BlobReader open = reader.get()) {
      return Optional.of(open.header());
    }
  }
}
