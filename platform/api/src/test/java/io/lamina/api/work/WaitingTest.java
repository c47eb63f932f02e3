package io.lamina.api.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private final List<String> seen = new ArrayList<>();

  private final Waiting.Turn turn =
      new Waiting.Turn() {
        @Override
        public void pause() {
          seen.add("pause");
        }

        @Override
        public void resume() {
          seen.add("resume");
        }
      };

  @Test
  void whoWaitsGivesTheTurnAwayMeanwhile() throws Exception {
    Waiting.with(
        turn,
        () -> {
          seen.add("work");
          assertEquals("end", Waiting.outOfTurn(() -> told("wait", "end")));
          seen.add("work");
        });
    assertEquals(List.of("work", "pause", "wait", "resume", "work"), seen);
  }

  @Test
  void aWaitWithinAWaitHasNoTurnToGive() throws Exception {
    Waiting.with(turn, () -> Waiting.outOfTurn(() -> Waiting.outOfTurn(() -> told("wait", ""))));
    assertEquals(List.of("pause", "wait", "resume"), seen);
  }

  @Test
  void theTurnIsTakenAgainAfterAWaitThatFailed() throws Exception {
    Waiting.with(
        turn,
        () ->
            assertThrows(
                IOException.class,
                () ->
                    Waiting.outOfTurn(
                        () -> {
                          throw new IOException("gone");
                        })));
    assertEquals(List.of("pause", "resume"), seen);
  }

  @Test
  void withoutARequestItJustWaits() throws Exception {
    Waiting.with(turn, () -> seen.add("work"));
    assertEquals("end", Waiting.outOfTurn(() -> told("wait", "end")));
    assertEquals(List.of("work", "wait"), seen);
  }

  private String told(String what, String end) {
    seen.add(what);
    return end;
  }
}
