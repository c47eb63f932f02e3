package io.lamina.studies.domain;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the quarantine has room for (H-02): what lies there, and what uploads without credentials
 * that are running have taken of it. Counts the uploads of this server.
 */
final class QuarantineRoom {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineRoom.class);

  private final Catalog catalog;
  private final IngestLimits limits;
  private Catalog.Quarantined held = new Catalog.Quarantined(0, 0);
  private long runningInstances;
  private long runningBytes;

  QuarantineRoom(Catalog catalog, IngestLimits limits) {
    this.catalog = catalog;
    this.limits = limits;
  }

  /**
   * @throws LaminaException 429 where it is full
   */
  synchronized Share share() {
    held = catalog.quarantined();
    if (leftBytes() <= 0 || leftInstances() <= 0) {
      throw new LaminaException(
          ErrorKind.TOO_MANY_REQUESTS,
          "The quarantine for uploads without credentials is full: sign in, or ask the staff to"
              + " release or discard what waits there");
    }
    return new Share();
  }

  private long leftBytes() {
    return limits.maxIntakeBytes() - held.bytes() - runningBytes;
  }

  private long leftInstances() {
    return limits.maxIntakeInstances() - held.instances() - runningInstances;
  }

  private synchronized void take(Share share, int instances, long bytes) {
    if (instances > leftInstances() || bytes > leftBytes()) {
      throw LaminaException.tooLarge(
          "The quarantine for uploads without credentials has not enough room for this upload:"
              + " sign in to upload it");
    }
    share.instances += instances;
    share.bytes += bytes;
    runningInstances += instances;
    runningBytes += bytes;
  }

  private synchronized void release(Share share) {
    runningInstances -= share.instances;
    runningBytes -= share.bytes;
    try {
      // under the lock: what another upload commits now is counted as running still
      held = catalog.quarantined();
    } catch (RuntimeException e) {
      LOG.warn("The quarantine could not be counted; the next upload tries again", e);
      held =
          new Catalog.Quarantined(held.instances() + share.instances, held.bytes() + share.bytes);
    }
    share.instances = 0;
    share.bytes = 0;
  }

  /** What one upload takes. */
  final class Share {
    private long instances;
    private long bytes;

    /**
     * @throws LaminaException 413 where there is no room for one more
     */
    void takeInstance() {
      take(this, 1, 0);
    }

    /**
     * @throws LaminaException 413 where there is no room for so many more
     */
    void takeBytes(long more) {
      take(this, 0, more);
    }

    /** Once its rows are written, or it has failed. */
    void release() {
      QuarantineRoom.this.release(this);
    }
  }
}
