package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.mask;
import static io.lamina.masks.domain.MaskFlowTest.assertRefused;
import static io.lamina.testkit.Callers.EDITOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.ErrorKind;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects go after the rows are gone for good, never before, and none is forgotten. */
class RemovalTest {
  private final List<String> happened = new ArrayList<>();
  private boolean failCommit;
  private boolean failDelete;
  private BlobKey unreadable;

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  private MasksFixture on(TestDatabase database) {
    return new MasksFixture(database, this::watched, this::watched);
  }

  private Transactions watched(Transactions transactions) {
    return new Transactions() {
      @Override
      public <T> T inOne(Supplier<T> work) {
        T result =
            transactions.inOne(
                () -> {
                  T done = work.get();
                  if (failCommit) {
                    throw new IllegalStateException("the database is gone");
                  }
                  return done;
                });
        happened.add("commit");
        return result;
      }
    };
  }

  private BlobStore watched(BlobStore blobs) {
    return new BlobStore() {
      @Override
      public StagedBlob stage(String contentType) throws IOException {
        return blobs.stage(contentType);
      }

      @Override
      public void commit(Map<BlobKey, StagedBlob> staged) throws IOException {
        blobs.commit(staged);
      }

      @Override
      public Map<BlobKey, BlobInfo> makeDurable(Collection<BlobKey> keys) throws IOException {
        return blobs.makeDurable(keys);
      }

      @Override
      public Optional<BlobInfo> find(BlobKey key) throws IOException {
        if (key.equals(unreadable)) {
          throw new IOException("the sector is gone");
        }
        return blobs.find(key);
      }

      @Override
      public List<BlobInfo> list(String folder, int limit) throws IOException {
        return blobs.list(folder, limit);
      }

      @Override
      public ByteSource open(BlobKey key) throws IOException {
        return blobs.open(key);
      }

      @Override
      public void delete(BlobKey key) throws IOException {
        if (failDelete) {
          throw new IOException("the disk is gone");
        }
        happened.add("delete");
        blobs.delete(key);
      }
    };
  }

  private static Mask maskWithObject(MasksFixture platform, GroupPath path, String name) {
    return platform.masks.create(EDITOR, path, mask(platform.upload(EDITOR, path, name)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anObjectGoesOnlyWhenItsMaskIsGoneForGood(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    Mask mask = maskWithObject(platform, path, "a.png");
    happened.clear();

    failCommit = true;
    assertThrows(
        IllegalStateException.class, () -> platform.masks.delete(EDITOR, path, mask.id(), null));
    assertThrows(IllegalStateException.class, () -> platform.groups.delete(EDITOR, path, null));
    assertThrows(
        IllegalStateException.class,
        () -> platform.annotations.delete(EDITOR, path.annotationId(), null));
    assertEquals(List.of(), happened);
    assertEquals(mask, platform.masks.get(EDITOR, path, mask.id()));
    assertEquals(1, platform.blobs.keys().size());

    failCommit = false;
    platform.masks.delete(EDITOR, path, mask.id(), null);
    assertEquals(List.of("commit", "delete", "commit"), happened);
    assertEquals(0, platform.blobs.keys().size());
    assertEquals(0, platform.masks.stats(EDITOR, path).totalMasks());
    assertEquals(List.of(), platform.objectStore.removals(10));
    assertRefused(ErrorKind.NOT_FOUND, () -> platform.masks.delete(EDITOR, path, mask.id(), null));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anObjectOfTwoMasksGoesWithTheSecond(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    Mask liver = maskWithObject(platform, path, "a.png");
    Mask spleen =
        platform.masks.create(EDITOR, path, mask(liver.content().filePath(), 1, "spleen"));
    platform.masks.delete(EDITOR, path, liver.id(), null);
    assertEquals(1, platform.blobs.keys().size());
    platform.downloads.issue(EDITOR, path, spleen.id(), null, null, MasksFixture.BASE);
    platform.masks.delete(EDITOR, path, spleen.id(), null);
    assertEquals(0, platform.blobs.keys().size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aGroupTakesAllItsObjectsAlong(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    maskWithObject(platform, path, "mask.png");
    String completed = platform.upload(EDITOR, path, "completed.png");
    platform.uploads.complete(EDITOR, path, List.of(completed));
    String early = platform.link(EDITOR, path, "early.png").key();
    platform.masks.create(EDITOR, path, mask(early));
    platform.blobs.put(new BlobKey(early), "image/png", MasksFixture.PNG);
    assertEquals(3, platform.blobs.keys().size());

    platform.groups.delete(EDITOR, path, null);
    assertEquals(0, platform.blobs.keys().size());
    assertRefused(ErrorKind.NOT_FOUND, () -> platform.groups.get(EDITOR, path));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anAnnotationTakesItsGroupsAlong(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    GroupPath second =
        new GroupPath(
            path.annotationId(),
            platform.groups.create(EDITOR, path.annotationId(), MasksFixture.groupContent()).id());
    maskWithObject(platform, path, "a.png");
    maskWithObject(platform, second, "a.png");
    GroupPath other = platform.group(EDITOR);
    Mask stays = maskWithObject(platform, other, "a.png");

    platform.annotations.delete(EDITOR, path.annotationId(), null);
    assertEquals(1, platform.blobs.keys().size());
    assertEquals(stays, platform.masks.get(EDITOR, other, stays.id()));
    assertRefused(ErrorKind.NOT_FOUND, () -> platform.annotations.get(EDITOR, path.annotationId()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aRemovalThatFailedIsFinishedByTheSweep(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    Mask mask = maskWithObject(platform, path, "a.png");
    failDelete = true;
    platform.masks.delete(EDITOR, path, mask.id(), null);
    assertEquals(1, platform.blobs.keys().size());
    sweep(platform, Duration.ZERO);
    assertEquals(1, platform.objectStore.removals(10).size());

    failDelete = false;
    sweep(platform, Duration.ZERO);
    assertEquals(0, platform.blobs.keys().size());
    assertEquals(List.of(), platform.objectStore.removals(10));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theSweepRemovesOnlyUploadsThatNobodyWantsAfterADay(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    String forgotten = platform.upload(EDITOR, path, "forgotten.png");
    String completed = platform.upload(EDITOR, path, "completed.png");
    platform.uploads.complete(EDITOR, path, List.of(completed));
    String early = platform.link(EDITOR, path, "early.png").key();
    platform.masks.create(EDITOR, path, mask(early));
    platform.blobs.put(new BlobKey(early), "image/png", MasksFixture.PNG);
    GroupPath gone = platform.group(EDITOR);
    String late = platform.link(EDITOR, gone, "late.png").key();
    platform.groups.delete(EDITOR, gone, null);
    platform.blobs.put(new BlobKey(late), "image/png", MasksFixture.PNG);
    platform.link(EDITOR, path, "never.png");

    sweep(platform, Duration.ofHours(23));
    assertEquals(4, platform.blobs.keys().size());
    sweep(platform, Duration.ofHours(25));
    assertFalse(platform.blobs.keys().contains(new BlobKey(forgotten)));
    assertFalse(platform.blobs.keys().contains(new BlobKey(late)));
    assertTrue(platform.blobs.keys().contains(new BlobKey(completed)));
    assertTrue(platform.blobs.keys().contains(new BlobKey(early)));
    assertEquals(
        List.of(), platform.objectStore.issuedBefore(Instant.now().plusSeconds(60), 0, 10));
    assertRefused(
        ErrorKind.BAD_REQUEST, () -> platform.uploads.complete(EDITOR, path, List.of(forgotten)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anUploadLongAfterItsLinkIsLookedAtAgain(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    String late = platform.link(EDITOR, path, "late.png").key();
    platform.issued.flush();
    Instant issuedAt =
        platform.objectStore.issuedBefore(Instant.now().plusSeconds(60), 0, 1).get(0).issuedAt();
    // the fake store stamps what is stored with its own, later clock
    platform.blobs.put(new BlobKey(late), "image/png", MasksFixture.PNG);
    Instant storedAt = storedAt(platform, late);
    assertTrue(storedAt.isAfter(issuedAt));
    sweepAt(platform, storedAt.plus(Duration.ofHours(24)));
    assertEquals(1, platform.blobs.keys().size());
    assertEquals(Set.of(late), platform.objectStore.issued(List.of(late)));
    sweep(platform, Duration.ofHours(25));
    assertEquals(0, platform.blobs.keys().size());
    assertEquals(Set.of(), platform.objectStore.issued(List.of(late)));
  }

  private static Instant storedAt(MasksFixture platform, String key) {
    return platform.blobs.find(new BlobKey(key)).orElseThrow().storedAt();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anUploadThatCannotBeReadKeepsNoOtherFromBeingRemoved(TestDatabase database) {
    MasksFixture platform = on(database);
    GroupPath path = platform.group(EDITOR);
    String damaged = platform.upload(EDITOR, path, "damaged.png");
    platform.upload(EDITOR, path, "forgotten.png");
    unreadable = new BlobKey(damaged);
    sweep(platform, Duration.ofHours(25));
    assertEquals(Set.of(unreadable), Set.copyOf(platform.blobs.keys()));
    assertEquals(Set.of(damaged), platform.objectStore.issued(List.of(damaged)));
    unreadable = null;
    sweep(platform, Duration.ofHours(25));
    assertEquals(0, platform.blobs.keys().size());
  }

  private void sweep(MasksFixture platform, Duration later) {
    sweepAt(platform, Instant.now().plus(later));
  }

  private void sweepAt(MasksFixture platform, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    ObjectSweep sweep =
        new ObjectSweep(
            watched(platform.blobs),
            platform.objectStore,
            platform.maskStore,
            platform.issued,
            platform.removal,
            platform.transactions,
            () -> platform.policy,
            clock);
    sweep.sweep();
    sweep.stop();
  }
}
