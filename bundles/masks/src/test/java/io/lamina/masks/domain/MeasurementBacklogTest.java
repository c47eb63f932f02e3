package io.lamina.masks.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of the backlog is worked off at once, and how it ends. */
class MeasurementBacklogTest {
  private final List<Integer> batches = new ArrayList<>();
  private final AtomicReference<Runnable> afterBatch = new AtomicReference<>(() -> {});
  private TestDatabase database;
  private MasksFixture platform;

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    platform = new MasksFixture(database);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  /** Annotations that are still to be read. */
  private void waiting(int count) {
    for (int i = 0; i < count; i++) {
      platform.annotation(Callers.EDITOR, false);
    }
    database
        .jpa()
        .tx(
            em ->
                em.createNativeQuery(
                        "insert into masks_measurement_backlog select id from masks_annotation")
                    .executeUpdate());
  }

  private MeasurementBacklog backlog(int values) {
    Transactions counted =
        new Transactions() {
          @Override
          public <T> T inOne(Supplier<T> work) {
            T done = platform.transactions.inOne(work);
            batches.add((Integer) done);
            afterBatch.get().run();
            return done;
          }
        };
    Measurement value = new Measurement("a", "length", "mm", 1.0);
    return new MeasurementBacklog(
        platform.annotationStore, text -> Collections.nCopies(values, value), counted);
  }

  @Test
  void aTransactionHasAFewThousandValues() {
    waiting(5);
    assertEquals(5, backlog(2500).work());
    assertEquals(List.of(2, 2, 1), batches);
  }

  @Test
  void anAnnotationWithMoreThanThatIsReadAlone() {
    waiting(2);
    assertEquals(2, backlog(5001).work());
    assertEquals(List.of(1, 1), batches);
  }

  @Test
  void endsBetweenTwoBatchesWithoutAnInterrupt() {
    waiting(45);
    MeasurementBacklog backlog = backlog(1);
    afterBatch.set(backlog::stop);
    assertEquals(20, backlog.work());
    assertEquals(25, platform.annotationStore.backlog(100).size());
  }
}
