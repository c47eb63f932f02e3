package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.PNG;
import static io.lamina.masks.MasksFixture.mask;
import static io.lamina.testkit.Callers.EDITOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that work on the same group at once. */
class ConcurrencyTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  /** Runs all at once; a refusal is an answer, anything else a failure. */
  private static <T> List<Optional<T>> together(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      CyclicBarrier start = new CyclicBarrier(work.size());
      List<Future<Optional<T>>> answers = new ArrayList<>();
      for (Callable<T> one : work) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return Optional.ofNullable(one.call());
                  } catch (LaminaException refused) {
                    assertTrue(refused.kind() != ErrorKind.INTERNAL);
                    return Optional.empty();
                  }
                }));
      }
      List<Optional<T>> results = new ArrayList<>();
      for (Future<Optional<T>> answer : answers) {
        results.add(answer.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void countersStayExactUnder32Clients(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    GroupPath path = platform.group(EDITOR);
    List<Callable<Mask>> work =
        IntStream.range(0, 32)
            .<Callable<Mask>>mapToObj(
                i ->
                    () -> {
                      String key = platform.upload(EDITOR, path, i + ".png");
                      return platform.masks.create(
                          EDITOR, path, mask(key, i, i % 2 == 0 ? "liver" : "spleen"));
                    })
            .toList();
    List<Mask> created = together(work).stream().map(mask -> mask.orElseThrow()).toList();
    MaskStats stats = platform.masks.stats(EDITOR, path);
    assertEquals(32, stats.totalMasks());
    assertEquals(32L * PNG.length, stats.totalSize());
    assertEquals(Map.of("liver", 16L, "spleen", 16L), stats.labels());
    assertEquals(Map.of("image/png", 32L), stats.fileTypes());

    List<Callable<Boolean>> half =
        created.subList(0, 16).stream()
            .<Callable<Boolean>>map(
                mask ->
                    () -> {
                      platform.masks.delete(EDITOR, path, mask.id(), null);
                      return true;
                    })
            .toList();
    together(half);
    long left =
        platform
            .masks
            .list(EDITOR, path, new MaskFilter(null, null, null), new Page(0, 500))
            .items()
            .size();
    assertEquals(16, left);
    assertEquals(16, platform.masks.stats(EDITOR, path).totalMasks());
    assertEquals(16L * PNG.length, platform.masks.stats(EDITOR, path).totalSize());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void masksOfOnePathAreAllMadeAndItsObjectIsRecordedOnce(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    GroupPath path = platform.group(EDITOR);
    String key = platform.upload(EDITOR, path, "a.png");
    List<Callable<Object>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      work.add(() -> platform.masks.create(EDITOR, path, mask(key)));
      work.add(() -> platform.uploads.complete(EDITOR, path, List.of(key)));
    }
    together(work).forEach(answer -> assertTrue(answer.isPresent()));
    Listing<Mask> masks = platform.masks.list(EDITOR, path, MaskFilter.ALL, new Page(0, 500));
    assertEquals(4, masks.items().size());
    assertEquals(4, masks.total());
    masks.items().forEach(mask -> assertEquals(Integrity.VERIFIED, mask.integrity()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theObjectOfSeveralMasksIsRemovedOnceWhenAllGoAtOnce(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    GroupPath path = platform.group(EDITOR);
    String key = platform.upload(EDITOR, path, "a.png");
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long id = platform.masks.create(EDITOR, path, mask(key)).id();
      work.add(
          () -> {
            platform.masks.delete(EDITOR, path, id, null);
            return true;
          });
    }
    together(work).forEach(answer -> assertTrue(answer.isPresent()));
    assertEquals(0, platform.blobs.keys().size());
    assertEquals(0, platform.masks.stats(EDITOR, path).totalMasks());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aMaskAcknowledgedWhileItsPathIsDeletedHasItsObject(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    for (int round = 0; round < 10; round++) {
      GroupPath path = platform.group(EDITOR);
      String key = platform.upload(EDITOR, path, "a.png");
      long old = platform.masks.create(EDITOR, path, mask(key)).id();
      List<Callable<Mask>> work = new ArrayList<>();
      work.add(() -> platform.masks.create(EDITOR, path, mask(key)));
      work.add(
          () -> {
            platform.masks.delete(EDITOR, path, old, null);
            return null;
          });
      Optional<Mask> created = together(work).get(0);
      boolean there = !platform.blobs.keys().isEmpty();
      assertEquals(created.isPresent(), there, "round " + round);
      platform.groups.delete(EDITOR, path, null);
      assertEquals(0, platform.blobs.keys().size());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void masksAddedWhileTheirGroupGoesLeaveNoObjectBehind(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    for (int round = 0; round < 10; round++) {
      GroupPath path = platform.group(EDITOR);
      String key = platform.upload(EDITOR, path, "a.png");
      platform.uploads.complete(EDITOR, path, List.of(key));
      List<Callable<Mask>> work = new ArrayList<>();
      work.add(() -> platform.masks.create(EDITOR, path, mask(key)));
      work.add(
          () -> {
            platform.groups.delete(EDITOR, path, null);
            return null;
          });
      together(work);
      assertEquals(0, platform.blobs.keys().size(), "round " + round);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void noTwoLinksOfOneNameShareAKey(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    GroupPath path = platform.group(EDITOR);
    List<Callable<String>> work = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String name = i % 2 == 0 ? "a.png" : "간.png";
      work.add(() -> platform.link(EDITOR, path, name).key());
      work.add(
          () -> {
            platform.issued.flush();
            return null;
          });
    }
    List<String> keys = together(work).stream().flatMap(Optional::stream).toList();
    assertEquals(16, keys.size());
    assertEquals(16, keys.stream().distinct().count(), keys.toString());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void changesOfOneMaskLoseNothing(TestDatabase database) throws Exception {
    MasksFixture platform = new MasksFixture(database);
    GroupPath path = platform.group(EDITOR);
    long id =
        platform.masks.create(EDITOR, path, mask(platform.link(EDITOR, path, "a.png").key())).id();
    List<Callable<Mask>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Change<String> label = Change.to("label " + i);
      work.add(
          () ->
              platform.masks.update(
                  EDITOR,
                  path,
                  id,
                  new MaskChange(
                      Change.none(),
                      Change.none(),
                      label,
                      Change.none(),
                      Change.none(),
                      Change.none(),
                      Change.none(),
                      Change.none(),
                      Change.none()),
                  null));
    }
    together(work).forEach(answer -> assertTrue(answer.isPresent()));
    Mask last = platform.masks.get(EDITOR, path, id);
    assertEquals(9, last.revision());
    assertEquals(
        Map.of(last.content().labelName(), 1L), platform.masks.stats(EDITOR, path).labels());
  }
}
