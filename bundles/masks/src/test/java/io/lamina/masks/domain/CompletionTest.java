package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.PNG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.dicom.HeaderTurns;
import io.lamina.masks.MasksFixture;
import io.lamina.testkit.FakeBlobStore;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long one request may keep the platform busy with looking into files. */
class CompletionTest {
  private static final BlobKey FIRST = new BlobKey("masks/annotation_1/group_1/a.png");
  private static final BlobKey SECOND = new BlobKey("masks/annotation_1/group_1/b.png");

  private static final OwnedGroup GROUP =
      new OwnedGroup(
          new Ownership(1, 1, 1, false, MasksFixture.IMAGE),
          new MaskGroup(1, 1, 1, MasksFixture.groupContent(), 1, Instant.EPOCH, Instant.EPOCH));

  private final FakeBlobStore blobs = new FakeBlobStore();

  @Test
  void endsAfterAMinuteAndAcknowledgesNothing() {
    blobs.put(FIRST, "image/png", PNG);
    blobs.put(SECOND, "image/png", PNG);
    Completion slow = completion(Duration.ofSeconds(61));
    LaminaException refused =
        assertThrows(
            LaminaException.class, () -> slow.prepare(null, GROUP, List.of(FIRST, SECOND)));
    assertEquals(ErrorKind.BAD_REQUEST, refused.kind());
    assertTrue(refused.getMessage().contains("fewer"), refused.getMessage());
    assertFalse(blobs.durable(FIRST));
    assertEquals(
        2,
        completion(Duration.ofSeconds(1))
            .prepare(null, GROUP, List.of(FIRST, SECOND))
            .fresh()
            .size());
  }

  /** A clock that goes on by this much each time somebody looks at it. */
  private Completion completion(Duration step) {
    Clock clock =
        new Clock() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant instant() {
            now = now.plus(step);
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    StoredObjects nothingKnown =
        (StoredObjects)
            Proxy.newProxyInstance(
                StoredObjects.class.getClassLoader(),
                new Class<?>[] {StoredObjects.class},
                (proxy, method, arguments) -> Map.of());
    Masks noneWaiting =
        (Masks)
            Proxy.newProxyInstance(
                Masks.class.getClassLoader(),
                new Class<?>[] {Masks.class},
                (proxy, method, arguments) ->
                    method.getReturnType() == long.class ? (Object) 0L : List.of());
    return new Completion(
        blobs,
        new ContentReader(MasksFixture.DICOM, new HeaderTurns()),
        nothingKnown,
        new WaitingMasks(noneWaiting, null, null),
        clock);
  }
}
