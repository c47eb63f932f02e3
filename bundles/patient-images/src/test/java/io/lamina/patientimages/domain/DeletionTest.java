package io.lamina.patientimages.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeBlobStore;
import io.lamina.testkit.FakePresigner;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is deleted stays deleted, whatever links are about (C-025), and what that leaves behind. */
class DeletionTest {
  private static final Asker PROFESSOR = new Asker(Callers.ADMIN, false);
  private static final Caller SENDER = Caller.anonymous("192.0.2.1");
  private static final URI BASE = URI.create("http://localhost");
  private static final byte[] PNG = Images.of("png", 8, 8);

  private final Scenario scenario = new Scenario("7");
  private final FakeBlobStore store = new FakeBlobStore();
  private final FakeAuditTrail audit = new FakeAuditTrail();
  private final Limits limits = () -> new ImageLimits(1000, 1_000_000, 2);

  @Test
  void aLinkStoresNothingOnceItsImageWasDeleted() throws IOException {
    Tombstones tombstones = new Tombstones(store);
    PatientImagesService images = images(tombstones);
    PatientImageRules rules = rules(images, tombstones);
    BlobKey key = issued(images);
    arrive(rules, key);
    images.delete(PROFESSOR, scenario, key.value());
    assertDeleted(() -> admit(rules, key));
    assertTrue(store.find(key).isEmpty());
    arrive(rules, issued(images));
    assertEquals(1, images.list(PROFESSOR, scenario).size());
  }

  /** Two uploads by one link: the second is looked at before the first is deleted, stored after. */
  @Test
  void norWhereTheDeletionPassesAnUploadOnItsWay() throws IOException {
    Tombstones tombstones = new Tombstones(store);
    PatientImagesService images = images(tombstones);
    PatientImageRules rules = rules(images, tombstones);
    BlobKey key = issued(images);
    admit(rules, key);
    arrive(rules, key);
    images.delete(PROFESSOR, scenario, key.value());
    place(key);
    assertDeleted(() -> rules.stored(SENDER, key));
  }

  @Test
  void marksGoOnceNoLinkCanNeedThem() throws IOException {
    Clock later = Clock.offset(Clock.systemUTC(), Tombstones.KEPT.plus(Duration.ofMinutes(1)));
    BlobKey first = key("a.png");
    BlobKey second = key("b.png");
    Tombstones young = new Tombstones(store);
    young.place(first);
    young.place(second);
    assertDeleted(() -> young.requireNotDeleted(first));
    assertDeleted(() -> young.requireNotDeleted(second));
    Tombstones old = new Tombstones(store, later);
    old.place(key("c.png"));
    old.requireNotDeleted(first);
    old.requireNotDeleted(second);
    assertDeleted(() -> old.requireNotDeleted(key("c.png")));
    assertEquals(1, store.keys().size());
  }

  /** by who asks. */
  @Test
  void aFullScenarioSaysSoInBothLanguages() throws IOException {
    PatientImagesService images = images(new Tombstones(store));
    place(key("a.png"));
    place(key("b.png"));
    assertEquals(
        "시나리오 7의 환자 이미지가 이미 최대 개수인 2개입니다. 먼저 일부를 삭제하세요.",
        refusal(() -> issue(images, new Asker(Callers.ADMIN, true))).getMessage());
    assertEquals(
        "Scenario 7 has 2 images, the most it may have. Delete some first",
        refusal(() -> issue(images, PROFESSOR)).getMessage());
  }

  /** C-026 for what earlier systems kept: what is listed can be read where it is said to be. */
  @Test
  void rulesHoldForEveryKeyThatIsListed() throws IOException {
    Tombstones tombstones = new Tombstones(store);
    PatientImagesService images = images(tombstones);
    PatientImageRules rules = rules(images, tombstones);
    place(key("a.png"));
    scenario.legacyKeys().forEach(this::place);
    Set<String> ruled = rules.prefixes();
    List<PatientImage> listed = images.list(PROFESSOR, scenario);
    assertEquals(3, listed.size());
    for (PatientImage image : listed) {
      assertTrue(ruled.stream().anyMatch(image.key()::startsWith), image.key());
      rules.requireReadable(Callers.ADMIN, new BlobKey(image.key()));
      assertEquals(
          ErrorKind.UNAUTHENTICATED,
          refusal(() -> rules.requireReadable(SENDER, new BlobKey(image.key()))).kind());
    }
  }

  private PatientImagesService images(Tombstones tombstones) {
    return new PatientImagesService(store, new FakePresigner(), audit, limits, tombstones);
  }

  private PatientImageRules rules(PatientImagesService images, Tombstones tombstones) {
    return new PatientImageRules(limits, new Publicity(store, audit), images, tombstones, audit);
  }

  private BlobKey issued(PatientImagesService images) throws IOException {
    return new BlobKey(issue(images, PROFESSOR).key());
  }

  private IssuedUpload issue(PatientImagesService images, Asker asker) throws IOException {
    return images.issue(asker, scenario, new UploadWish("a.png", "image/png", null, false), BASE);
  }

  private void arrive(PatientImageRules rules, BlobKey key) throws IOException {
    admit(rules, key);
    place(key);
    rules.stored(SENDER, key);
  }

  private static void admit(PatientImageRules rules, BlobKey key) throws IOException {
    rules.admit(SENDER, key, "image/png", ByteSource.of(PNG));
  }

  private void place(BlobKey key) {
    store.put(key, "image/png", PNG);
    store.makeDurable(List.of(key));
  }

  private BlobKey key(String name) {
    return new BlobKey(scenario.folder() + name);
  }

  private static void assertDeleted(Executable upload) {
    LaminaException refusal = refusal(upload);
    assertEquals(ErrorKind.CONFLICT, refusal.kind());
    assertTrue(refusal.getMessage().contains("was deleted"), refusal.getMessage());
  }

  private static LaminaException refusal(Executable refused) {
    return assertThrows(LaminaException.class, refused);
  }
}
