package io.lamina.audit.domain;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that seals what was committed, three times a second, and writes a head every
 * minute and at the end. Writers never wait for it: it touches only rows that are committed.
 */
@Component(service = Sealer.class)
public final class Sealer {
  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
  private static final long PAUSE_MILLIS = 330;
  private static final int AT_ONCE = 1_000;
  private static final Duration HEAD = Duration.ofMinutes(1);
  private static final long STOP_SECONDS = 20;

  private final Chain chain;
  private final Heads heads;
  private final long pauseMillis;
  private final long headNanos;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile String trouble = "";

  /** Innermost cause that is in the log already; of the sealing thread alone. */
  private String told = "";

  @Activate
  public Sealer(@Reference Chain chain, @Reference Heads heads) {
    this(chain, heads, PAUSE_MILLIS, HEAD);
  }

  /**
   * @param pauseMillis between two looks at what is not sealed
   * @param head from one head to the next
   */
  Sealer(Chain chain, Heads heads, long pauseMillis, Duration head) {
    this.chain = chain;
    this.heads = heads;
    this.pauseMillis = pauseMillis;
    this.headNanos = head.toNanos();
    // what a crash left is under a head before anything new is
    work(true);
    this.thread = new Thread(this::run, "audit-sealer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Seals and writes the last head; no interrupt, which would close H2's file under everybody. */
  @Deactivate
  public void close() {
    stop.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What keeps it from working; empty when all is well. */
  public String trouble() {
    return trouble;
  }

  private void run() {
    long head = System.nanoTime();
    boolean last;
    do {
      last = stopped();
      boolean due = last || System.nanoTime() - head >= headNanos;
      work(due);
      if (due) {
        head = System.nanoTime();
      }
    } while (!last);
  }

  private boolean stopped() {
    try {
      return stop.await(pauseMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts this thread", e);
    }
  }

  private void work(boolean headIsDue) {
    String found = "";
    try {
      sealAll();
      if (headIsDue) {
        heads.write(chain.end());
      }
    } catch (IOException e) {
      LOG.error("The head of the audit trail cannot be written", e);
      found = "The folder of the audit trail's heads cannot be written; see the log";
    } catch (RuntimeException e) {
      found = "Entries of the audit trail cannot be sealed; see the log";
      String cause = cause(e);
      // three times a second: each cause once
      if (!cause.equals(told)) {
        LOG.error("Entries of the audit trail cannot be sealed; tried again", e);
        told = cause;
      }
    }
    if (found.isEmpty()) {
      told = "";
    }
    // a head that failed is in trouble until the next one is due
    if (headIsDue || !found.isEmpty() || trouble.startsWith("Entries")) {
      trouble = found;
    }
  }

  private static String cause(Throwable problem) {
    Throwable innermost = problem;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.toString();
  }

  private void sealAll() {
    int sealed;
    do {
      sealed = chain.seal(AT_ONCE);
    } while (sealed == AT_ONCE);
  }
}
