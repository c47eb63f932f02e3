package io.lamina.audit.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sealing goes on by itself: nobody has to stop the platform for it. */
class SealerTest {
  private static final long BOUND_SECONDS = 30;

  private final FakeChain chain = new FakeChain();
  private final BlockingQueue<Head> written = new LinkedBlockingQueue<>();

  @Test
  void whatIsCommittedIsSealedAndGetsAHeadWhileItRuns() throws Exception {
    Sealer sealer = sealer(Duration.ofMillis(20));
    for (long number = 1; number <= 3; number++) {
      chain.commit();
      assertEquals(number, chain.nextSealed(), "sealed without a stop");
    }
    assertEquals(3, headOf(3).sealNo());
    chain.commit();
    assertEquals(4, headOf(4).sealNo(), "and one after the other");
    sealer.close();
    assertNull(written.poll(), "no second head where nothing is new");
  }

  @Test
  void noHeadIsWrittenBeforeItIsDueButForTheLast() throws Exception {
    Sealer sealer = sealer(Duration.ofDays(1));
    chain.commit();
    assertEquals(1, chain.nextSealed());
    chain.commit();
    assertEquals(2, chain.nextSealed());
    assertNull(written.poll());
    sealer.close();
    assertEquals(2, headOf(2).sealNo(), "the stop's");
  }

  @Test
  void whatFailsIsTriedAgainAndToldMeanwhile() throws Exception {
    Sealer sealer = sealer(Duration.ofDays(1));
    chain.failing = true;
    chain.commit();
    assertNotNull(chain.failures.poll(BOUND_SECONDS, TimeUnit.SECONDS));
    // the second failure comes after the first was told
    assertNotNull(chain.failures.poll(BOUND_SECONDS, TimeUnit.SECONDS));
    assertEquals("Entries of the audit trail cannot be sealed; see the log", sealer.trouble());
    chain.failing = false;
    assertEquals(1, chain.nextSealed());
    sealer.close();
    assertEquals("", sealer.trouble());
  }

  private Sealer sealer(Duration head) throws IOException {
    Heads heads = new Heads(new FakeKeyVault(), new ToldFiles(), new NoCopies());
    return new Sealer(chain, heads, 1, head);
  }

  /** The head over this entry; others may come before it. */
  private Head headOf(long sealNo) throws InterruptedException {
    Head head;
    do {
      head = written.poll(BOUND_SECONDS, TimeUnit.SECONDS);
      assertNotNull(head, "no head was written");
    } while (head.sealNo() < sealNo);
    return head;
  }

  private static final class FakeChain implements Chain {
    private final BlockingQueue<Long> sealed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private volatile boolean failing;
    private long waiting;
    private long last;

    synchronized void commit() {
      waiting++;
    }

    long nextSealed() throws InterruptedException {
      Long number = sealed.poll(BOUND_SECONDS, TimeUnit.SECONDS);
      assertNotNull(number, "nothing was sealed");
      return number;
    }

    @Override
    public synchronized int seal(int most) {
      if (failing) {
        failures.add("refused");
        throw new IllegalStateException("refused");
      }
      int count = 0;
      for (; waiting > 0 && count < most; count++) {
        waiting--;
        last++;
        sealed.add(last);
      }
      return count;
    }

    @Override
    public synchronized End end() {
      return new End(last, Digest.START);
    }

    @Override
    public synchronized long unsealed() {
      return waiting;
    }

    @Override
    public List<Sealed> after(long sealNo, int most) {
      return List.of();
    }
  }

  private final class ToldFiles implements HeadFiles {
    @Override
    public void append(Head head) {
      written.add(head);
    }

    @Override
    public Optional<Head> last() {
      return Optional.empty();
    }

    @Override
    public List<Head> newest(int most) {
      return List.of();
    }

    @Override
    public Reader read() {
      throw new UnsupportedOperationException();
    }
  }

  private static final class NoCopies implements HeadCopies {
    @Override
    public void keep(List<Head> heads) {}

    @Override
    public List<Head> after(long number) {
      return List.of();
    }

    @Override
    public List<Head> newest() {
      return List.of();
    }
  }
}
