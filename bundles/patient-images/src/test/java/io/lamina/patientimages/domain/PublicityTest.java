package io.lamina.patientimages.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeBlobStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** H-07: what is shown to everybody was looked at. */
class PublicityTest {
  private static final Asker ADMIN = new Asker(Callers.ADMIN, false);
  private static final byte[] FROM_DICOM = Images.pngWithText("made from DICOM");

  private final Scenario scenario = new Scenario("7");
  private final FakeBlobStore store = new FakeBlobStore();
  private final FakeAuditTrail audit = new FakeAuditTrail();
  private final Publicity publicity = new Publicity(store, audit);

  @Test
  void harmlessImagesAreShownAndHiddenAgain() throws IOException {
    put("a.png", Images.of("png", 8, 8));
    publicity.set(ADMIN, scenario, true);
    assertTrue(publicity.isPublic(scenario));
    assertEquals(409, refusalOfFromDicom().kind().status());
    publicity.set(ADMIN, scenario, false);
    assertFalse(publicity.isPublic(scenario));
    assertEquals(2, audit.entries().size());
  }

  @Test
  void anImageFromDicomKeepsItsScenarioHiddenAndHindersNoUpload() throws IOException {
    put("a.png", FROM_DICOM);
    LaminaException refusal =
        assertThrows(LaminaException.class, () -> publicity.set(ADMIN, scenario, true));
    assertEquals(ErrorKind.CONFLICT, refusal.kind());
    assertFalse(publicity.isPublic(scenario));
    // nobody but those who are signed in sees it: another one may come
    publicity.requireHarmless(scenario, ByteSource.of(FROM_DICOM), ImageType.PNG);
    assertEquals(List.of(key("a.png")), List.copyOf(store.keys()));
  }

  @Test
  void askedAgainItLooksAgain() throws IOException {
    publicity.set(ADMIN, scenario, true);
    put("late.png", FROM_DICOM);
    assertThrows(LaminaException.class, () -> publicity.set(ADMIN, scenario, true));
    assertFalse(publicity.isPublic(scenario));
    assertEquals(0, store.sourcesOpen());
  }

  /** What arrives while a scenario is published was let in before and is stored after the look. */
  @Test
  void anImageThatPassedThePublicationOnItsWayIsRefused() throws IOException {
    publicity.requireHarmless(scenario, ByteSource.of(FROM_DICOM), ImageType.PNG);
    publicity.set(ADMIN, scenario, true);
    put("late.png", FROM_DICOM);
    put("harmless.png", Images.of("png", 8, 8));
    LaminaException refusal =
        assertThrows(
            LaminaException.class, () -> publicity.requireHarmless(scenario, key("late.png")));
    assertEquals(ErrorKind.CONFLICT, refusal.kind());
    publicity.requireHarmless(scenario, key("harmless.png"));
    publicity.requireHarmless(scenario, key("deleted-meanwhile.png"));
    assertEquals(0, store.sourcesOpen());
  }

  @Test
  void whatIsHiddenWhileItIsPublishedStaysHidden() throws IOException {
    put("a.png", Images.of("png", 8, 8));
    Publicity interrupted = new Publicity(hidingWhenItIsLookedAt(), audit);
    LaminaException refusal =
        assertThrows(LaminaException.class, () -> interrupted.set(ADMIN, scenario, true));
    assertEquals(ErrorKind.CONFLICT, refusal.kind());
    assertFalse(interrupted.isPublic(scenario));
  }

  @Test
  void anImageOfAnEarlierSystemIsLookedAtToo() throws IOException {
    BlobKey legacy = scenario.legacyKeys().get(1);
    store.put(legacy, "image/png", FROM_DICOM);
    store.makeDurable(List.of(legacy));
    LaminaException refusal =
        assertThrows(LaminaException.class, () -> publicity.set(ADMIN, scenario, true));
    assertTrue(refusal.getMessage().endsWith(": scenario_7.jpg"), refusal.getMessage());
  }

  @Test
  void nobodyWithoutTheRightChangesIt() throws IOException {
    Asker reader = new Asker(Callers.READER, true);
    LaminaException refusal =
        assertThrows(LaminaException.class, () -> publicity.set(reader, scenario, true));
    assertEquals(ErrorKind.FORBIDDEN, refusal.kind());
    assertFalse(publicity.isPublic(scenario));
  }

  private LaminaException refusalOfFromDicom() {
    return assertThrows(
        LaminaException.class,
        () -> publicity.requireHarmless(scenario, ByteSource.of(FROM_DICOM), ImageType.PNG));
  }

  /** The store, in which somebody hides the scenario as soon as an image of it is opened. */
  private BlobStore hidingWhenItIsLookedAt() {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open")) {
                publicity.set(ADMIN, scenario, false);
              }
              return method.invoke(store, arguments);
            });
  }

  private void put(String name, byte[] image) {
    store.put(key(name), "image/png", image);
    store.makeDurable(List.of(key(name)));
  }

  private BlobKey key(String name) {
    return new BlobKey(scenario.folder() + name);
  }
}
