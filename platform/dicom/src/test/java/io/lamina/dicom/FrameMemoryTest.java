package io.lamina.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.dicom.FrameMemory.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameMemoryTest {
  private static final int MIB = 1 << 20;
  private final FrameMemory impatient = new FrameMemory(8 * MIB, Duration.ZERO);

  @Test
  void sharesTogetherNeverPassTheWhole() {
    Share large = impatient.take(5 * MIB);
    LaminaException busy = assertThrows(LaminaException.class, () -> impatient.take(4 * MIB));
    assertEquals(ErrorKind.UNAVAILABLE, busy.kind());
    assertTrue(busy.retryAfter().isPresent());
    assertTrue(impatient.takeNow(4 * MIB).isEmpty());
    large.shrinkTo(4 * MIB);
    Share second = impatient.take(4 * MIB);
    assertTrue(impatient.takeNow(1).isEmpty());
    large.close();
    large.close();
    second.close();
    impatient.take(8 * MIB).close();
  }

  @Test
  void aShareNeverGrows() {
    Share share = impatient.take(MIB);
    share.shrinkTo(8 * MIB);
    impatient.take(7 * MIB).close();
    share.shrinkTo(0);
    share.close();
    assertFalse(impatient.takeNow(8 * MIB).isEmpty());
  }

  @Test
  void oneLargeFrameAloneIsTakenAndOneThatNeverFitsIsRefusedAtOnce() {
    impatient.take(8 * MIB).close();
    InvalidDicomException tooLarge =
        assertThrows(InvalidDicomException.class, () -> impatient.take(8 * MIB + 1));
    assertEquals(InvalidDicomException.Reason.TOO_LARGE, tooLarge.reason());
    assertThrows(InvalidDicomException.class, () -> impatient.takeNow(Long.MAX_VALUE));
  }

  @Test
  void whoWaitsGetsWhatIsGivenBackAndALargeOneIsNotOvertaken() throws Exception {
    FrameMemory memory = new FrameMemory(8 * MIB, Duration.ofMinutes(1));
    Share held = memory.take(5 * MIB);
    CompletableFuture<Share> large = CompletableFuture.supplyAsync(() -> memory.take(8 * MIB));
    while (!memory.takeNow(MIB).map(FrameMemoryTest::closed).isEmpty()) {
      Thread.onSpinWait(); // until the large one waits
    }
    held.close();
    large.get(1, TimeUnit.MINUTES).close();
    assertFalse(memory.takeNow(MIB).isEmpty());
  }

  @Test
  void onlySoManyWait() {
    FrameMemory memory = new FrameMemory(MIB, Duration.ofMinutes(10));
    Share held = memory.take(MIB);
    List<CompletableFuture<Share>> waiting = new ArrayList<>();
    CompletableFuture<LaminaException> refused = new CompletableFuture<>();
    for (int i = 0; i < 33; i++) {
      CompletableFuture<Share> taken = new CompletableFuture<>();
      waiting.add(taken);
      Thread thread =
          new Thread(
              () -> {
                try {
                  Share share = memory.take(MIB);
                  share.close();
                  taken.complete(share);
                } catch (LaminaException e) {
                  refused.complete(e);
                  taken.complete(null);
                }
              });
      thread.start();
    }
    LaminaException busy = refused.orTimeout(1, TimeUnit.MINUTES).join();
    assertEquals(ErrorKind.UNAVAILABLE, busy.kind());
    held.close();
    CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
        .orTimeout(1, TimeUnit.MINUTES)
        .join();
    assertEquals(1, waiting.stream().filter(taken -> taken.join() == null).count());
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
