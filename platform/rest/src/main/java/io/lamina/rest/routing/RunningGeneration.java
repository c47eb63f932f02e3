package io.lamina.rest.routing;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A generation with the requests inside it. */
final class RunningGeneration {
  private final Generation generation;
  private final InFlight inFlight = new InFlight();

  RunningGeneration(Generation generation) {
    this.generation = generation;
  }

  Generation generation() {
    return generation;
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** Lets nobody in any more; destroyed after the last one, by the executor while it runs. */
  void retire(Executor executor) {
    inFlight.close(
        () -> {
          try {
            executor.execute(generation::destroy);
          } catch (RejectedExecutionException e) {
            generation.destroy();
          }
        });
  }
}
