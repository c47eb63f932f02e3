package io.lamina.dicom;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.FrameMemory.Share;
import io.lamina.testkit.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameMemoryTest {
  private static final int MIB = 1 << 20;
  private static final Caller ANN = Callers.READER;
  private static final Caller BOB = Callers.EDITOR;
  private static final Caller CID = Callers.MANAGER;

  private final FrameMemory impatient = new FrameMemory(8 * MIB, Duration.ZERO);

  @Test
  void sharesTogetherNeverPassTheWhole() {
    Share large = impatient.take(ANN, 5 * MIB);
    LaminaException busy = assertThrows(LaminaException.class, () -> impatient.take(BOB, 4 * MIB));
    assertEquals(ErrorKind.UNAVAILABLE, busy.kind());
    assertTrue(busy.retryAfter().isPresent());
    assertTrue(impatient.takeNow(BOB, 4 * MIB).isEmpty());
    large.shrinkTo(4 * MIB);
    Share second = impatient.take(BOB, 4 * MIB);
    assertTrue(impatient.takeNow(CID, 1).isEmpty());
    large.close();
    large.close();
    second.close();
    impatient.take(ANN, 8 * MIB).close();
  }

  @Test
  void aShareNeverGrows() {
    Share share = impatient.take(ANN, MIB);
    share.shrinkTo(8 * MIB);
    impatient.take(BOB, 7 * MIB).close();
    share.shrinkTo(0);
    share.close();
    share.shrinkTo(MIB);
    assertFalse(impatient.takeNow(ANN, 8 * MIB).isEmpty());
  }

  @Test
  void oneLargeFrameAloneIsTakenAndOneThatNeverFitsIsRefusedAtOnce() {
    impatient.take(ANN, 8 * MIB).close();
    InvalidDicomException tooLarge =
        assertThrows(InvalidDicomException.class, () -> impatient.take(ANN, 8 * MIB + 1));
    assertEquals(InvalidDicomException.Reason.TOO_LARGE, tooLarge.reason());
    assertThrows(InvalidDicomException.class, () -> impatient.takeNow(ANN, Long.MAX_VALUE));
  }

  @Test
  void oneCallerLeavesRoomForTheOthers() {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      shares.add(impatient.take(ANN, MIB));
    }
    assertThrows(LaminaException.class, () -> impatient.take(ANN, MIB));
    assertTrue(impatient.takeNow(ANN, MIB).isEmpty());
    // somebody else still gets a large one, a third one a small one
    Share others = impatient.take(BOB, 3 * MIB);
    impatient.take(CID, MIB).close();
    others.close();
    shares.remove(0).close();
    shares.add(impatient.take(ANN, MIB));
    shares.forEach(Share::close);
    impatient.take(ANN, 8 * MIB).close();
  }

  @Test
  void callersWithoutAnAccountAreTheirAddresses() {
    impatient.take(Caller.anonymous("192.0.2.7"), 5 * MIB);
    assertTrue(impatient.takeNow(Caller.anonymous("192.0.2.7"), MIB).isEmpty());
    assertFalse(impatient.takeNow(Caller.anonymous("192.0.2.8"), MIB).isEmpty());
  }

  @Test
  void whoWaitsGetsWhatIsGivenBackAndALargeOneIsNotOvertakenByLargeOnes() throws Exception {
    FrameMemory memory = new FrameMemory(8 * MIB, Duration.ofMinutes(1));
    Share held = memory.take(ANN, 4 * MIB);
    CompletableFuture<Share> large = CompletableFuture.supplyAsync(() -> memory.take(BOB, 8 * MIB));
    while (!memory.takeNow(CID, 2 * MIB).map(FrameMemoryTest::closed).isEmpty()) {
      Thread.onSpinWait(); // until the large one waits
    }
    // a quarter of what is free does not make him wait
    memory.take(CID, MIB).close();
    held.close();
    large.get(1, TimeUnit.MINUTES).close();
    assertFalse(memory.takeNow(CID, 2 * MIB).isEmpty());
  }

  @Test
  void whoWaitsForHisOwnSharesIsInNobodysWay() throws Exception {
    FrameMemory memory = new FrameMemory(8 * MIB, Duration.ofMinutes(10));
    Share held = memory.take(ANN, 4 * MIB);
    CompletableFuture<Share> more = new CompletableFuture<>();
    Thread waiting = new Thread(() -> more.complete(memory.take(ANN, 4 * MIB)));
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    memory.take(BOB, 4 * MIB).close();
    assertFalse(more.isDone());
    held.close();
    more.get(1, TimeUnit.MINUTES).close();
  }

  @Test
  void onlySoManyWait() {
    // 8 of each of five: eight too many
    assertEquals(8, refusedOf(40, 5));
  }

  @Test
  void onlySoManyOfOneCallerWait() {
    assertEquals(3, refusedOf(11, 1));
  }

  /** How many of so many that want all there is are refused, once each waits or is refused. */
  private static int refusedOf(int requests, int callers) {
    FrameMemory memory = new FrameMemory(MIB, Duration.ofMinutes(10));
    Share held = memory.take(ANN, MIB);
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      Caller caller = Callers.with(100 + i % callers, "waiting");
      Thread thread =
          new Thread(
              () -> {
                try {
                  memory.take(caller, MIB).close();
                } catch (LaminaException busy) {
                  refused.incrementAndGet();
                }
              });
      threads.add(thread);
      thread.start();
      while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
        Thread.onSpinWait();
      }
    }
    int atOnce = refused.get();
    held.close();
    for (Thread thread : threads) {
      assertDoesNotThrow(() -> thread.join());
    }
    assertEquals(atOnce, refused.get());
    return atOnce;
  }

  @Test
  void standardIsAPartOfTheHeapThatLeavesRoom() {
    assertEquals(320L * MIB, FrameMemory.standard(768L * MIB));
    assertEquals(64L * MIB, FrameMemory.standard(256L * MIB));
    assertEquals(16L * MIB, FrameMemory.standard(128L * MIB));
  }

  private static Share closed(Share share) {
    share.close();
    return share;
  }
}
