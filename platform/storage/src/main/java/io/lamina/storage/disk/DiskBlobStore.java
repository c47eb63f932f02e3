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
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(DiskBlobStore.class);
  private static final Pattern PRINTABLE =
      Pattern.compile("[\\x20-\\x7e]{1," + BlobHeader.MAX_CONTENT_TYPE + "}");

  private final BlobFolder folder;
  private final Reserve reserve;
  private final HeaderCodec codec;
  private final Flusher flusher;
  private final ObjectTree tree;
  private final ObjectOpener opener;
  private final HeldObjects held;
  private final Placement placement;

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
    this.codec = new HeaderCodec(vault);
    this.flusher = new Flusher(flushThreads);
    this.tree = new ObjectTree(folder.objects(), flusher);
    UUID incarnation = UUID.randomUUID();
    this.opener = new ObjectOpener(tree, codec, incarnation);
    this.placement = new Placement(tree, opener, codec, clock, incarnation);
    folder.prepare(flusher);
    this.held = new HeldObjects(tree, folder.held(), flusher);
    tree.totals().count(folder.objects());
  }

  @Deactivate
  public void stop() {
    tree.totals().end();
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
    Map<BlobKey, StagedFile> own = Placement.requireComplete(blobs);
    try {
      for (BlobKey key : own.keySet()) {
        if (header(key).isPresent()) {
          throw new BlobExistsException(key);
        }
      }
      placement.flush(placement.linkAll(own));
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
    Map<BlobKey, StagedFile> own = Placement.requireComplete(Map.of(key, blob));
    try {
      BlobInfo info = placement.linkAll(own).get(key).info(key);
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
    pending.keySet().removeAll(placement.markDurable(pending));
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
  public List<BlobInfo> list(String folder, int limit) throws IOException {
    List<BlobInfo> infos = new ArrayList<>();
    for (BlobKey key : tree.list(folder)) {
      if (infos.size() == limit) {
        break;
      }
      try {
        findDurable(key).ifPresent(infos::add);
      } catch (DamagedBlobException e) {
        // the others are still there; check and backup name it
        LOG.warn("A damaged object was left out of a list", e);
      }
    }
    return infos;
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
