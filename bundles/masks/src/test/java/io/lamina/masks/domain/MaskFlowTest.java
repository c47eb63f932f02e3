package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.PNG;
import static io.lamina.masks.MasksFixture.mask;
import static io.lamina.testkit.Callers.EDITOR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The six steps of S1 and what can go wrong on the way. */
class MaskFlowTest {
  private TestDatabase database;
  private MasksFixture platform;
  private GroupPath path;

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    platform = new MasksFixture(database);
    path = platform.group(EDITOR);
  }

  @AfterEach
  void stop() {
    assertEquals(0, platform.blobs.sourcesOpen());
    database.close();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void sixStepsLeadToAVerifiedMaskThatCanBeDownloaded(TestDatabase either) {
    MasksFixture on = new MasksFixture(either);
    GroupPath group = on.group(EDITOR);
    String key = on.upload(EDITOR, group, "slice_001_liver.png");
    assertEquals(
        "masks/annotation_%d/group_%d/slice_001_liver.png"
            .formatted(group.annotationId(), group.groupId()),
        key);

    List<StoredObject> completed = on.uploads.complete(EDITOR, group, List.of(key));
    assertEquals(key, completed.get(0).key());
    assertEquals(64, completed.get(0).verified().extent().width());
    assertTrue(on.blobs.durable(new BlobKey(key)));

    Mask created = on.masks.create(EDITOR, group, mask(key));
    assertEquals(Integrity.VERIFIED, created.integrity());
    assertEquals(PNG.length, created.verified().size());
    assertEquals(created, on.masks.get(EDITOR, group, created.id()));

    Downloads.Link link =
        on.downloads.issue(EDITOR, group, created.id(), key, null, MasksFixture.BASE);
    assertEquals(Duration.ofHours(1), link.validFor());
    assertArrayEquals(PNG, on.blobs.content(on.presigner.gets().get(1).key()));
  }

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  @Test
  void createMaskCompletesAnUploadThatNobodyCompleted() {
    String key = platform.upload(EDITOR, path, "a.png");
    Mask created = platform.masks.create(EDITOR, path, mask(key));
    assertEquals(Integrity.VERIFIED, created.integrity());
    assertTrue(platform.blobs.durable(new BlobKey(key)));
  }

  @Test
  void aMaskMadeBeforeItsUploadIsUnverifiableUntilThatIsCompleted() {
    String key = platform.link(EDITOR, path, "a.png").key();
    MaskContent declared =
        new MaskContent(0, null, "liver", key, "image/png", 10L, "sha256:abc123def456", 1, 1);
    Mask early = platform.masks.create(EDITOR, path, declared);
    assertEquals(Integrity.UNVERIFIABLE, early.integrity());
    assertEquals(10, platform.masks.stats(EDITOR, path).totalSize());
    assertRefused(
        ErrorKind.CONFLICT,
        () -> platform.downloads.issue(EDITOR, path, early.id(), null, null, MasksFixture.BASE));

    platform.blobs.put(new BlobKey(key), "image/png", PNG);
    platform.uploads.complete(EDITOR, path, List.of(key));

    Mask now = platform.masks.get(EDITOR, path, early.id());
    assertEquals(Integrity.MISMATCH, now.integrity());
    assertEquals("sha256:abc123def456", now.content().checksum());
    assertEquals(PNG.length, platform.masks.stats(EDITOR, path).totalSize());
    platform.downloads.issue(EDITOR, path, early.id(), null, null, MasksFixture.BASE);
  }

  @Test
  void completingTwiceChangesNothing() {
    String key = platform.upload(EDITOR, path, "a.png");
    List<StoredObject> first = platform.uploads.complete(EDITOR, path, List.of(key, key));
    List<StoredObject> again = platform.uploads.complete(EDITOR, path, List.of(key));
    assertEquals(1, first.size());
    assertEquals(first, again);
  }

  @Test
  void oneMissingFileKeepsAllFromBeingCounted() {
    String there = platform.upload(EDITOR, path, "there.png");
    String missing = platform.link(EDITOR, path, "missing.png").key();
    LaminaException refused =
        assertRefused(
            ErrorKind.BAD_REQUEST,
            () -> platform.uploads.complete(EDITOR, path, List.of(there, missing)));
    assertTrue(refused.getMessage().contains("missing.png"));
    assertFalse(refused.getMessage().contains("there.png,"));
    assertEquals(Map.of(), platform.objectStore.find(List.of(there, missing)));
  }

  @Test
  void aFileThatIsNotWhatItsMediaTypeSaysIsNotAcknowledged() throws Exception {
    for (byte[] wrong :
        List.of(
            "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
            java.util.Arrays.copyOf(PNG, PNG.length - 1),
            java.util.Arrays.copyOf(PNG, PNG.length + 1),
            new byte[0])) {
      String key = platform.link(EDITOR, path, "wrong.png").key();
      platform.blobs.put(new BlobKey(key), "image/png", wrong);
      assertRefused(
          ErrorKind.BAD_REQUEST, () -> platform.uploads.complete(EDITOR, path, List.of(key)));
      assertRefused(ErrorKind.BAD_REQUEST, () -> platform.masks.create(EDITOR, path, mask(key)));
      assertFalse(platform.blobs.durable(new BlobKey(key)), "nobody may download it");
    }
    assertEquals(0, platform.masks.stats(EDITOR, path).totalMasks());
  }

  @Test
  void aZippedVolumeIsLookedInto() throws Exception {
    byte[] header = Volumes.nifti(4, 4, 2);
    assertEquals("application/x-nifti", completeVolume("plain.nii", header));
    assertEquals("application/x-nifti+gzip", completeVolume("zipped.nii.gz", Volumes.gzip(header)));
    byte[] text = Volumes.gzip("no volume".getBytes(StandardCharsets.US_ASCII));
    assertRefused(ErrorKind.BAD_REQUEST, () -> completeVolume("text.nii.gz", text));
    byte[] torn = java.util.Arrays.copyOf(Volumes.gzip(header), 12);
    assertRefused(ErrorKind.BAD_REQUEST, () -> completeVolume("torn.nii.gz", torn));
  }

  private String completeVolume(String name, byte[] content) {
    UploadWish wish =
        new UploadWish(name, "application/x-nifti", null, null, Duration.ofMinutes(10));
    String key = platform.uploads.issue(EDITOR, path, wish, MasksFixture.BASE).key();
    platform.blobs.put(new BlobKey(key), "application/x-nifti", content);
    return platform.uploads.complete(EDITOR, path, List.of(key)).get(0).detected();
  }

  @Test
  void everyDocumentedWayToWriteAPathMeansTheIssuedKey() {
    String key = platform.upload(EDITOR, path, "slice_001_liver.png");
    String group = "group_" + path.groupId();
    for (String alias :
        List.of(
            key,
            "masks/annotation_0/" + group + "/slice_001_liver.png",
            "masks/" + group + "/slice_001_liver.png",
            "slice_001_liver.png")) {
      assertEquals(
          key, platform.uploads.complete(EDITOR, path, List.of(alias)).get(0).key(), alias);
      Mask created = platform.masks.create(EDITOR, path, mask(alias));
      assertEquals(key, created.content().filePath(), alias);
      Downloads.Link link =
          platform.downloads.issue(EDITOR, path, created.id(), alias, null, MasksFixture.BASE);
      assertEquals(key, link.key(), alias);
    }
  }

  @Test
  void noPathLeadsOutOfTheGroup() {
    GroupPath other = platform.group(EDITOR);
    String foreign = platform.upload(EDITOR, other, "theirs.png");
    String own = platform.upload(EDITOR, path, "mine.png");
    Mask mine = platform.masks.create(EDITOR, path, mask(own));
    for (String outside :
        List.of(
            foreign,
            "masks/annotation_0/group_" + other.groupId() + "/theirs.png",
            "masks/group_" + other.groupId() + "/theirs.png",
            "/" + own,
            own + "/x",
            "masks/group_" + path.groupId() + "/../group_" + other.groupId() + "/theirs.png",
            "..",
            "../theirs.png",
            "a\\b",
            "a\0b",
            "")) {
      assertRefused(
          ErrorKind.NOT_FOUND, () -> platform.uploads.complete(EDITOR, path, List.of(outside)));
      assertRefused(ErrorKind.NOT_FOUND, () -> platform.masks.create(EDITOR, path, mask(outside)));
      assertRefused(
          ErrorKind.NOT_FOUND,
          () ->
              platform.downloads.issue(EDITOR, path, mine.id(), outside, null, MasksFixture.BASE));
    }
  }

  @Test
  void aNameThatIsTakenGetsASuffixBeforeItsExtension() {
    assertTrue(platform.upload(EDITOR, path, "a.nii.gz").endsWith("/a.nii.gz"));
    assertTrue(platform.upload(EDITOR, path, "a.nii.gz").endsWith("/a-2.nii.gz"));
    assertTrue(platform.upload(EDITOR, path, "a.nii.gz").endsWith("/a-3.nii.gz"));
    assertTrue(platform.upload(EDITOR, path, "plain").endsWith("/plain"));
    assertTrue(platform.upload(EDITOR, path, "plain").endsWith("/plain-2"));
  }

  @Test
  void aNameIsTakenFromTheMomentItsLinkIsGivenOut() {
    assertTrue(platform.link(EDITOR, path, "a.png").key().endsWith("/a.png"));
    assertTrue(platform.link(EDITOR, path, "a.png").key().endsWith("/a-2.png"));
    platform.issued.flush();
    assertTrue(platform.link(EDITOR, path, "a.png").key().endsWith("/a-3.png"));
  }

  @Test
  void aMaskNeedsAKeyThatWasIssued() {
    assertRefused(
        ErrorKind.NOT_FOUND, () -> platform.masks.create(EDITOR, path, mask("never.png")));
    String key = platform.link(EDITOR, path, "a.png").key();
    Mask early = platform.masks.create(EDITOR, path, mask(key));
    platform.issued.flush();
    platform.masks.create(EDITOR, path, mask("a.png"));
    assertRefused(
        ErrorKind.NOT_FOUND,
        () -> platform.masks.update(EDITOR, path, early.id(), moved("never.png"), null));
    String other = platform.link(EDITOR, path, "b.png").key();
    Mask moved = platform.masks.update(EDITOR, path, early.id(), moved("b.png"), null);
    assertEquals(other, moved.content().filePath());
  }

  private static MaskChange moved(String filePath) {
    return new MaskChange(
        Change.none(),
        Change.none(),
        Change.none(),
        Change.to(filePath),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none());
  }

  @Test
  void aKeyOnceRemovedIsNeverIssuedAgain() {
    String key = platform.upload(EDITOR, path, "a.png");
    Mask created = platform.masks.create(EDITOR, path, mask(key));
    platform.masks.delete(EDITOR, path, created.id(), null);
    assertTrue(platform.link(EDITOR, path, "a.png").key().endsWith("/a-2.png"));
    assertRefused(ErrorKind.NOT_FOUND, () -> platform.masks.create(EDITOR, path, mask(key)));
  }

  @Test
  void differentNamesNeverMeetInOneKey() {
    List<String> keys =
        Stream.of("간_1.png", "폐_1.png", "_1.png", "간 1.png", ".png", "..png")
            .map(name -> platform.link(EDITOR, path, name).key())
            .toList();
    assertEquals(keys.size(), keys.stream().distinct().count(), keys.toString());
    assertTrue(keys.get(0).matches(".*/1-[0-9a-f]{12}\\.png"), keys.get(0));
  }

  @Test
  void theClientsOwnNameComesBackWithTheDownload() {
    String key = platform.upload(EDITOR, path, "간 마스크.png");
    Mask created = platform.masks.create(EDITOR, path, mask(key));
    platform.downloads.issue(EDITOR, path, created.id(), null, null, MasksFixture.BASE);
    assertEquals("간 마스크.png", platform.presigner.gets().get(1).fileName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "a/b", "a\\b", "", "  ", ".", "..", "a\0b", "a\nb", "\ud800"})
  void whatIsNoFileNameIsRefused(String name) {
    assertRefused(ErrorKind.BAD_REQUEST, () -> platform.link(EDITOR, path, name));
  }

  @Test
  void aNameOf255BytesIsTheLongest() {
    String longest = "a".repeat(251) + ".png";
    assertTrue(platform.link(EDITOR, path, longest).key().endsWith(".png"));
    assertRefused(ErrorKind.BAD_REQUEST, () -> platform.link(EDITOR, path, longest + "x"));
    assertRefused(
        ErrorKind.BAD_REQUEST, () -> platform.link(EDITOR, path, "간".repeat(86) + ".png"));
  }

  @Test
  void theTicketBindsSizeTypeAndTheHeadersOfTheDocumentedClients() {
    UploadWish wish =
        new UploadWish(
            "a.png", "Image/PNG; x=y", 5L, Duration.ofSeconds(30), Duration.ofMinutes(10));
    UploadLinks links = platform.uploads.issue(EDITOR, path, wish, MasksFixture.BASE);
    var ticket = platform.presigner.puts().get(0);
    assertEquals("image/png", ticket.contentType());
    assertEquals(5, ticket.maxBytes());
    assertEquals(Duration.ofSeconds(30), links.validFor());
    assertEquals(
        Map.of(
            "x-amz-acl",
            "private",
            "x-amz-meta-annotation_id",
            "" + path.annotationId(),
            "x-amz-meta-file_type",
            "mask",
            "x-amz-meta-mask_group_id",
            "" + path.groupId(),
            "x-amz-meta-user_id",
            "" + EDITOR.userId(),
            "x-amz-storage-class",
            "STANDARD"),
        ticket.amzHeaders());
  }

  @Test
  void aLinkLivesNoLongerThanItsDialectAllows() {
    UploadWish wish =
        new UploadWish("a.png", "image/png", null, Duration.ofHours(1), Duration.ofMinutes(10));
    assertEquals(
        Duration.ofMinutes(10),
        platform.uploads.issue(EDITOR, path, wish, MasksFixture.BASE).validFor());
  }

  @Test
  void wrongTypesAndSizesGetNoLink() {
    UploadWish script = new UploadWish("a.html", "text/html", null, null, Duration.ofMinutes(10));
    assertRefused(
        ErrorKind.BAD_REQUEST,
        () -> platform.uploads.issue(EDITOR, path, script, MasksFixture.BASE));
    UploadWish huge =
        new UploadWish("a.png", "image/png", 1_000_001L, null, Duration.ofMinutes(10));
    assertRefused(
        ErrorKind.TOO_LARGE, () -> platform.uploads.issue(EDITOR, path, huge, MasksFixture.BASE));
  }

  @Test
  void strictIntegrityRefusesWhatLenientIntegrityReports() {
    String key = platform.upload(EDITOR, path, "a.png");
    platform.policy =
        new MaskPolicy(1_000_000, platform.policy.mediaTypes(), true, Duration.ofHours(24));
    MaskContent fake =
        new MaskContent(1, null, null, key, "image/png", 1_024_000L, "sha256:abc", 1, 1);
    assertRefused(
        ErrorKind.CONFLICT,
        () -> platform.uploads.completeOne(EDITOR, path, key, 1_024_000L, "sha256:abc"));
    assertRefused(ErrorKind.CONFLICT, () -> platform.masks.create(EDITOR, path, fake));
    assertEquals(Map.of(), platform.objectStore.find(List.of(key)));
    StoredObject honest = platform.uploads.completeOne(EDITOR, path, key, (long) PNG.length, null);
    assertEquals(PNG.length, honest.verified().size());
  }

  static LaminaException assertRefused(
      ErrorKind kind, org.junit.jupiter.api.function.Executable work) {
    LaminaException refused = assertThrows(LaminaException.class, work);
    assertEquals(kind, refused.kind(), refused.getMessage());
    return refused;
  }
}
