package io.lamina.rest.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.api.work.Waiting;
import io.lamina.rest.connections.Turns.Turn;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(1);

  @Test
  void whoWaitsForHisClientLetsOthersWork() {
    Turn slow = turns.take();
    slow.pause();
    Turn other = turns.take();
    assertEquals(1, turns.taken());
    other.end();
    slow.resume();
    assertEquals(1, turns.taken());
    slow.end();
    slow.end();
    assertEquals(0, turns.taken());
  }

  /** He may hold what the others wait for. */
  @Test
  void whoComesBackGoesOnEvenWhereAllTurnsAreTaken() {
    Turn slow = turns.take();
    slow.pause();
    Turn other = turns.take();
    slow.resume();
    slow.end();
    assertEquals(1, turns.taken());
    other.end();
    assertEquals(0, turns.taken());
  }

  @Test
  void whoWaitsInAQueueLeavesHisTurnToOthers() {
    Turns turns = new Turns(1);
    Turns.Turn turn = turns.take();
    Waiting.with(
        turn,
        () -> {
          int atWork =
              Waiting.outOfTurn(
                  () -> {
                    turns.take().end();
                    return turns.taken();
                  });
          assertEquals(0, atWork);
          assertEquals(1, turns.taken());
        });
  }
}
