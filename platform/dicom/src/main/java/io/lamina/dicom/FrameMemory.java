package io.lamina.dicom;

import io.lamina.api.error.LaminaException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.config.DicomConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * How much of the heap all frames together may take that are being decoded, rendered or sent. A
 * frame is held as long as its client reads, so that a few slow clients of large frames would fill
 * the heap otherwise, which ends the platform (H-20). Thread safe.
 *
 * <p>Whoever holds a share must not wait for another one: shares only shrink.
 */
@Component(service = FrameMemory.class, configurationPid = "io.lamina.dicom")
public final class FrameMemory {
  private static final long MIB = 1L << 20;
  private static final int UNIT_BYTES = 4096;

  /** What the platform itself lives on, with its caches. */
  private static final long REST_OF_THE_PLATFORM = 64 * MIB;

  /** A thread that waits serves nobody else. */
  private static final int MOST_WAITING = 32;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final int units;
  private final Duration patience;
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();

  @Activate
  public FrameMemory(DicomConfig config) {
    this(
        config.frame_memory_mib() > 0
            ? config.frame_memory_mib() * MIB
            : standard(Runtime.getRuntime().maxMemory()),
        Duration.ofSeconds(Math.max(0, config.frame_wait_seconds())));
  }

  /**
   * @param bytes all shares may have together
   * @param patience how long to wait for room
   */
  public FrameMemory(long bytes, Duration patience) {
    this.units = units(bytes);
    this.patience = patience;
    this.free = new Semaphore(units, true);
  }

  /** Half of the heap less what the platform needs; an eighth at least. */
  static long standard(long heap) {
    return Math.max(heap / 8, heap / 2 - REST_OF_THE_PLATFORM);
  }

  /**
   * A share, in the order of asking, so that a large one gets its turn.
   *
   * @throws InvalidDicomException TOO_LARGE where all the memory would not do
   * @throws LaminaException 503 with Retry-After where there is no room in time
   */
  public Share take(long bytes) {
    int wanted = possible(bytes);
    try {
      if (waiting.incrementAndGet() > MOST_WAITING
          || !free.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
      return new Share(wanted);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /**
   * A share without waiting; empty where there is no room or somebody waits for it.
   *
   * @throws InvalidDicomException TOO_LARGE where all the memory would not do
   */
  public Optional<Share> takeNow(long bytes) {
    int wanted = possible(bytes);
    boolean got = !free.hasQueuedThreads() && free.tryAcquire(wanted);
    return got ? Optional.of(new Share(wanted)) : Optional.empty();
  }

  /** 503 with Retry-After. */
  public static LaminaException busy() {
    return LaminaException.unavailable(
        "Too many large images are being sent at the moment; try again", RETRY);
  }

  private int possible(long bytes) {
    int wanted = units(bytes);
    if (wanted > units) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE,
          "A frame of the image is larger than can be decoded here: download the file, or ask"
              + " your administrator for more memory");
    }
    return wanted;
  }

  private static int units(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (bytes - 1) / UNIT_BYTES + 1));
  }

  /** A part of the memory, given back when closed. */
  public final class Share implements AutoCloseable {
    private int held;

    private Share(int held) {
      this.held = held;
    }

    /** Gives back all but so many bytes; never takes more. */
    public synchronized void shrinkTo(long bytes) {
      giveBack(Math.min(held, units(bytes)));
    }

    @Override
    public synchronized void close() {
      giveBack(0);
    }

    private void giveBack(int kept) {
      free.release(held - kept);
      held = kept;
    }
  }
}
