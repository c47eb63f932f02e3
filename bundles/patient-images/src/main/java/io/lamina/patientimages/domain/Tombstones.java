package io.lamina.patientimages.domain;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps deleted images deleted: a link takes one image, and one whose image was deleted within its
 * hour must not take another. A mark in the store stands for each deletion until no link can
 * live that was given out before.
 */
@Component(service = Tombstones.class)
public final class Tombstones {
  private static final Logger LOG = LoggerFactory.getLogger(Tombstones.class);

  static final String FOLDER = Scenario.PREFIX + "deleted/";

  /** As long as links live, and the slowest upload that began in their last moment. */
  static final Duration KEPT = PatientImagesService.VALID.plusDays(1);

  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

  private final BlobStore store;
  private final Clock clock;
  private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

  @Activate
  public Tombstones(@Reference BlobStore store) {
    this(store, Clock.systemUTC());
  }

  Tombstones(BlobStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** To be placed before the image is deleted; removes those that no link needs any more. */
  void place(BlobKey deleted) throws IOException {
    sweep();
    Marks.place(store, mark(deleted));
  }

  /**
   * @throws LaminaException 409 where the image was deleted
   */
  void requireNotDeleted(BlobKey key) throws IOException {
    if (store.find(mark(key)).isPresent()) {
      throw LaminaException.conflict(
          "The image of this link was deleted. Ask for a new link. Nothing was stored");
    }
  }

  /** Seldom enough for a look at each mark. */
  private void sweep() {
    Instant now = clock.instant();
    Instant next = nextSweep.get();
    if (now.isBefore(next) || !nextSweep.compareAndSet(next, now.plus(BETWEEN_SWEEPS))) {
      return;
    }
    try {
      for (BlobInfo mark : store.list(FOLDER, Integer.MAX_VALUE)) {
        if (mark.storedAt().plus(KEPT).isBefore(now)) {
          store.delete(mark.key());
        }
      }
    } catch (IOException e) {
      LOG.warn("Marks of deleted images are left to the next sweep", e);
    }
  }

  /** A name of one length, whatever the image's is. */
  private static BlobKey mark(BlobKey key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(key.value().getBytes(StandardCharsets.US_ASCII));
      return new BlobKey(FOLDER + HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
