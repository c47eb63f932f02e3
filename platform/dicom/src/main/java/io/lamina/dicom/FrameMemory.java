package io.lamina.dicom;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.work.Waiting;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.config.DicomConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * How much of the heap all frames together may take that are being decoded, rendered or sent. A
 * frame is held as long as its client reads, so that a few slow clients of large frames would fill
 * the heap otherwise, which ends the platform (H-20). Thread safe.
 *
 * <p>Nobody gets all of it for himself: a caller who holds a share gets another one only where no
 * less is free than he would hold then. So one caller comes to half of it at most, a second one to
 * half of the rest, and whoever holds nothing finds room. A large share is waited for in the order
 * of asking; what takes a quarter of the free room at most need not wait behind it.
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

  private static final int MOST_WAITING_OF_ONE = 8;

  /** Part of the free room that is taken past somebody who waits for more. */
  private static final int SMALL_PART = 4;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final int units;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> held = new HashMap<>();
  private final List<Waiter> waiting = new ArrayList<>();
  private int free;

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
    this.free = units;
    this.patience = patience;
  }

  /** Half of the heap less what the platform needs; an eighth at least. */
  static long standard(long heap) {
    return Math.max(heap / 8, heap / 2 - REST_OF_THE_PLATFORM);
  }

  /**
   * A share, waited for. Nothing large and no lock may be held meanwhile.
   *
   * @param caller who the frame is for
   * @throws InvalidDicomException TOO_LARGE where all the memory would not do
   * @throws LaminaException 503 with Retry-After where there is no room in time
   */
  public Share take(Caller caller, long bytes) {
    return takeNow(caller, bytes).orElseGet(() -> Waiting.outOfTurn(() -> wait(caller, bytes)));
  }

  private Share wait(Caller caller, long bytes) {
    int wanted = possible(bytes);
    String holder = caller.holder();
    lock.lock();
    try {
      return fits(holder, wanted, isWaitedForRoom())
          ? hold(holder, wanted)
          : await(new Waiter(holder, wanted, lock.newCondition()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A share without waiting; empty where there is no room for this caller.
   *
   * @throws InvalidDicomException TOO_LARGE where all the memory would not do
   */
  public Optional<Share> takeNow(Caller caller, long bytes) {
    int wanted = possible(bytes);
    String holder = caller.holder();
    lock.lock();
    try {
      return fits(holder, wanted, isWaitedForRoom())
          ? Optional.of(hold(holder, wanted))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static LaminaException busy() {
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

  private boolean fits(String holder, int wanted, boolean behindOthers) {
    return wanted <= (behindOthers ? free / SMALL_PART : free)
        && (!held.containsKey(holder) || held.get(holder) + (long) wanted <= free);
  }

  /** Whether somebody waits who could not have less than he has, which is nothing. */
  private boolean isWaitedForRoom() {
    return waiting.stream().anyMatch(waiter -> !held.containsKey(waiter.holder));
  }

  private Share hold(String holder, int wanted) {
    free -= wanted;
    held.merge(holder, wanted, Integer::sum);
    return new Share(holder, wanted);
  }

  private Share await(Waiter waiter) {
    long own = waiting.stream().filter(other -> other.holder.equals(waiter.holder)).count();
    if (waiting.size() >= MOST_WAITING || own >= MOST_WAITING_OF_ONE) {
      throw busy();
    }
    waiting.add(waiter);
    try {
      long left = patience.toNanos();
      while (waiter.share == null && left > 0) {
        left = waiter.served.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (waiter.share == null) {
      waiting.remove(waiter);
      serve();
      throw busy();
    }
    return waiter.share;
  }

  /** Gives those who wait, in their order, what there is room for now. */
  private void serve() {
    boolean behindOthers = false;
    for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (fits(waiter.holder, waiter.wanted, behindOthers)) {
        each.remove();
        waiter.share = hold(waiter.holder, waiter.wanted);
        waiter.served.signal();
      } else {
        behindOthers |= !held.containsKey(waiter.holder);
      }
    }
  }

  private static final class Waiter {
    private final String holder;
    private final int wanted;
    private final Condition served;
    private Share share;

    Waiter(String holder, int wanted, Condition served) {
      this.holder = holder;
      this.wanted = wanted;
      this.served = served;
    }
  }

  /** A part of the memory, given back when closed. */
  public final class Share implements AutoCloseable {
    private final String holder;
    private int part;

    private Share(String holder, int part) {
      this.holder = holder;
      this.part = part;
    }

    /** Gives back all but so many bytes; never takes more. */
    public void shrinkTo(long bytes) {
      giveBackAllBut(units(bytes));
    }

    @Override
    public void close() {
      giveBackAllBut(0);
    }

    private void giveBackAllBut(int kept) {
      lock.lock();
      try {
        int returned = Math.max(0, part - kept);
        if (returned > 0) {
          part -= returned;
          free += returned;
          held.computeIfPresent(
              holder, (same, all) -> all == returned ? null : Integer.valueOf(all - returned));
          serve();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
