package io.lamina.studies.domain;

import static io.lamina.studies.domain.TextDicom.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D-18: what a crash leaves between the bytes and their rows goes away, and nothing else. */
class OrphanSweepTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(IngestService.class, "studies");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void deletesOldObjectsWithoutARowAndLeavesYoungOnes(TestDatabase database) throws Exception {
    Platform platform = new Platform(database);
    long orphan = platform.catalog.newInstanceIds(1)[0];
    platform.blobs.put(Blobs.key(orphan), Blobs.MEDIA_TYPE, new byte[] {1});
    long kept =
        platform
            .upload(Callers.EDITOR, object("1.1", "1.1.1", "1.1.1.1"))
            .stored()
            .get(0)
            .imageId();
    assertEquals(0, sweep(platform, Duration.ZERO));
    assertEquals(1, sweep(platform, OrphanSweep.GRACE.plusMinutes(1)));
    assertEquals(Set.of(Blobs.key(kept)), platform.blobs.keys());
    // numbers behind the mark are looked at no more, those issued since are
    sweep(platform, OrphanSweep.GRACE.multipliedBy(3));
    // as after a restart: numbers are taken some at a time, and not kept for days
    long later = new Platform(database).catalog.newInstanceIds(1)[0];
    platform.blobs.put(Blobs.key(later), Blobs.MEDIA_TYPE, new byte[] {1});
    assertEquals(1, sweep(platform, OrphanSweep.GRACE.multipliedBy(5)));
    assertEquals(Set.of(Blobs.key(kept)), platform.blobs.keys());
  }

  private static int sweep(Platform platform, Duration later) throws Exception {
    Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
    OrphanSweep sweep =
        new OrphanSweep(platform.blobs, platform.catalog, platform.sweepRecords, clock);
    try {
      return sweep.run();
    } finally {
      sweep.close();
    }
  }
}
