package io.lamina.masks.domain;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tidies up behind clients: writes down which links were given out, finishes removals that a crash
 * interrupted, and removes uploads that nobody completed within a day and no mask refers to.
 */
@Component(service = HealthCheck.class, immediate = true)
public final class ObjectSweep implements HealthCheck {
  private static final int BATCH = 500;
  private static final Logger LOG = LoggerFactory.getLogger(ObjectSweep.class);

  private final BlobStore blobs;
  private final StoredObjects objects;
  private final Masks masks;
  private final IssuedUploads issued;
  private final ObjectRemoval removal;
  private final Transactions transactions;
  private final Policies policies;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private volatile boolean stopped;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  @Activate
  public ObjectSweep(
      @Reference BlobStore blobs,
      @Reference StoredObjects objects,
      @Reference Masks masks,
      @Reference IssuedUploads issued,
      @Reference ObjectRemoval removal,
      @Reference Transactions transactions,
      @Reference Policies policies) {
    this(blobs, objects, masks, issued, removal, transactions, policies, Clock.systemUTC());
    var unused =
        timer.scheduleWithFixedDelay(() -> quietly("links", issued::flush), 5, 5, TimeUnit.SECONDS);
    unused =
        timer.scheduleWithFixedDelay(
            () -> quietly("uploads", this::sweep), 1, 60, TimeUnit.MINUTES);
  }

  ObjectSweep(
      BlobStore blobs,
      StoredObjects objects,
      Masks masks,
      IssuedUploads issued,
      ObjectRemoval removal,
      Transactions transactions,
      Policies policies,
      Clock clock) {
    this.blobs = blobs;
    this.objects = objects;
    this.masks = masks;
    this.issued = issued;
    this.removal = removal;
    this.transactions = transactions;
    this.policies = policies;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "masks-sweep");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Deactivate
  void stop() {
    stopped = true;
    timer.shutdown();
    try {
      // never interrupted: that would close the file of an embedded database under everybody
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("The clean-up behind uploads still ends its batch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Health check() {
    return failing.isEmpty()
        ? Health.ok()
        : Health.failing("The last clean-up of uploads failed; the log says why");
  }

  /** Everything once. */
  void sweep() {
    issued.flush();
    Instant before = clock.instant().minus(policies.current().orphanAge());
    int undecided = 0;
    List<IssuedUpload> old = objects.issuedBefore(before, 0, BATCH);
    while (!old.isEmpty() && !stopped) {
      List<String> decided =
          old.stream()
              .filter(upload -> decide(upload, before))
              .map(IssuedUpload::key)
              .distinct()
              .toList();
      transactions.inOne(
          () -> {
            objects.forgetIssued(decided, before);
            return null;
          });
      Set<String> forgotten = Set.copyOf(decided);
      undecided += (int) old.stream().filter(each -> !forgotten.contains(each.key())).count();
      old = objects.issuedBefore(before, undecided, BATCH);
    }
    int removed = removal.drain();
    if (removed > 0) {
      LOG.info("Removed {} objects that no mask needs", removed);
    }
  }

  /**
   * Gives up what was uploaded under an old link, unless somebody wants it.
   *
   * @return false where the next sweep has to look again
   */
  private boolean decide(IssuedUpload upload, Instant before) {
    Optional<BlobInfo> uploaded;
    try {
      uploaded = blobs.find(new BlobKey(upload.key()));
    } catch (IOException e) {
      LOG.warn("An upload cannot be read; the next sweep looks at it again", e);
      return false;
    }
    if (uploaded.isEmpty()) {
      return true;
    }
    if (!uploaded.get().storedAt().isBefore(before)) {
      // the link was used late; its upload gets its full time
      return false;
    }
    giveUpIfNobodyWantsIt(upload);
    return true;
  }

  private void giveUpIfNobodyWantsIt(IssuedUpload upload) {
    transactions.inOne(
        () -> {
          boolean alive = objects.groupExists(upload.groupId());
          boolean completed = objects.lock(upload.key()).isPresent();
          if (!alive || !(completed || masks.refersTo(upload.groupId(), upload.key()))) {
            objects.remove(upload.key(), upload.groupId(), Now.of(clock));
          }
          return null;
        });
  }

  private void quietly(String name, Runnable work) {
    try {
      work.run();
      failing.remove(name);
    } catch (RuntimeException e) {
      failing.add(name);
      LOG.error("Cleaning up behind uploads failed; it is tried again", e);
    }
  }
}
