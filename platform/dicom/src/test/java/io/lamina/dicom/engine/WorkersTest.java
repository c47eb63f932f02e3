package io.lamina.dicom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.api.metrics.Metric;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.io.EOFException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void workThatDoesNotEndIsLeftAndAnotherWorkerTakesItsPlace() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Workers workers = new Workers(1, Duration.ofMillis(50))) {
      InvalidDicomException slow =
          assertThrows(
              InvalidDicomException.class,
              () ->
                  workers.run(
                      () -> {
                        never.await();
                        return 0;
                      }));
      assertEquals(Reason.TIMED_OUT, slow.reason());
      assertEquals(5, workers.run(() -> 5));
      never.countDown();
    }
  }

  @Test
  void whateverFailsIsTheObjectsFailure() {
    try (Workers workers = new Workers(1, Duration.ofMinutes(1))) {
      assertEquals(Reason.MALFORMED, reason(workers, new StackOverflowError()));
      assertEquals(Reason.MALFORMED, reason(workers, new ArrayIndexOutOfBoundsException()));
      assertEquals(Reason.TRUNCATED, reason(workers, new EOFException()));
      assertEquals(
          Reason.NO_PIXELS, reason(workers, new InvalidDicomException(Reason.NO_PIXELS, "none")));
    }
  }

  @Test
  void memoryThatIsOutIsNotBlamedOnTheFile() {
    try (Workers workers = new Workers(1, Duration.ofMinutes(1))) {
      assertThrows(
          OutOfMemoryError.class,
          () ->
              workers.run(
                  () -> {
                    throw new OutOfMemoryError("test");
                  }));
    }
  }

  @Test
  void saysHowManyWorkAndWait() throws Exception {
    try (Workers workers = new Workers(1, Duration.ofMinutes(1))) {
      assertEquals(5, workers.run(() -> 5));
      Map<String, Double> inside =
          workers.run(
              () ->
                  workers.metrics().stream()
                      .collect(Collectors.toMap(Metric::name, Metric::value)));
      assertEquals(1, inside.get("lamina_dicom_workers_busy"));
      assertEquals(0, inside.get("lamina_dicom_queue_length"));
    }
  }

  private static Reason reason(Workers workers, Throwable failure) {
    return assertThrows(
            InvalidDicomException.class,
            () ->
                workers.run(
                    () -> {
                      if (failure instanceof Error error) {
                        throw error;
                      }
                      throw (Exception) failure;
                    }))
        .reason();
  }
}
