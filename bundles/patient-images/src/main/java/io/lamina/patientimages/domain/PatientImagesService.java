package io.lamina.patientimages.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedForm;
import io.lamina.api.blob.PresignedUrl;
import io.lamina.api.blob.Presigner;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Permission;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Images of scenarios. What the object store holds is all there is: no row anywhere says that an
 * image exists (C-100, X-27).
 */
@Component(service = PatientImagesService.class)
public final class PatientImagesService {
  static final String IMAGE = "patient-image";

  /** How long links are good (C-022, C-085). */
  static final Duration VALID = Duration.ofHours(1);

  private static final Comparator<PatientImage> NEWEST_FIRST =
      Comparator.comparing(PatientImage::lastModified).reversed().thenComparing(PatientImage::key);

  private final BlobStore store;
  private final Presigner presigner;
  private final AuditTrail audit;
  private final Limits limits;
  private final Tombstones tombstones;

  @Activate
  public PatientImagesService(
      @Reference BlobStore store,
      @Reference Presigner presigner,
      @Reference AuditTrail audit,
      @Reference Limits limits,
      @Reference Tombstones tombstones) {
    this.store = store;
    this.presigner = presigner;
    this.audit = audit;
    this.limits = limits;
    this.tombstones = tombstones;
  }

  /** All images of a scenario, newest first (C-020); about as many as configured at most. */
  public List<PatientImage> list(Asker asker, Scenario scenario) throws IOException {
    requireRead(asker);
    List<PatientImage> images = images(scenario);
    audit.read(asker.caller(), AuditEvent.of(AuditAction.READ, "patient-images", scenario.id()));
    return images;
  }

  /** The newest image of a scenario (C-021). */
  public Optional<PatientImage> representative(Asker asker, Scenario scenario) throws IOException {
    return list(asker, scenario).stream().findFirst();
  }

  /**
   * Gives out a link for one upload (C-022). What is uploaded is looked at when it arrives, see
   * {@link PatientImageRules}.
   */
  public IssuedUpload issue(Asker asker, Scenario scenario, UploadWish wish, URI base)
      throws IOException {
    asker.caller().require(Permission.PATIENT_IMAGE_WRITE);
    ImageType type = type(asker, wish);
    ImageLimits allowed = limits.current();
    if (wish.size() != null && wish.size() > allowed.maxBytes()) {
      throw LaminaException.tooLarge(tooLarge(asker, allowed.maxBytes()));
    }
    requireRoom(asker, scenario);
    String stored = UUID.randomUUID() + "." + type.extensionFor(wish.filename());
    BlobKey key = new BlobKey(scenario.folder() + stored);
    PutTicket ticket =
        new PutTicket(
                key,
                wish.contentType().split(";", 2)[0].strip(),
                wish.size() == null ? allowed.maxBytes() : wish.size(),
                VALID,
                Map.of())
            .underRules();
    audit.event(asker.caller(), AuditEvent.of(AuditAction.CREATE, "upload-link", key));
    URI address = presigner.address(key, base);
    if (wish.form()) {
      PresignedForm form = presigner.post(ticket, base);
      return new IssuedUpload(
          stored, key.value(), form.url(), form.fields(), address, VALID.toSeconds());
    }
    return new IssuedUpload(
        stored,
        key.value(),
        presigner.put(ticket, base).url(),
        Map.of(),
        address,
        VALID.toSeconds());
  }

  /** A link for reading one image without signing in (C-024). */
  public PresignedUrl downloadLink(
      Asker asker, Scenario scenario, String key, Duration validFor, URI base) throws IOException {
    requireRead(asker);
    BlobInfo image = find(scenario, key).orElseThrow(() -> noImage(asker, scenario));
    audit.event(asker.caller(), event(AuditAction.EXPORT, image.key()));
    return presigner.get(new GetTicket(image.key(), validFor, null), base);
  }

  /**
   * Removes an image (C-025); whoever is just reading it finishes. The link by which it came stores
   * nothing any more.
   */
  public void delete(Asker asker, Scenario scenario, String key) throws IOException {
    asker.caller().require(Permission.PATIENT_IMAGE_WRITE);
    BlobInfo image =
        find(scenario, key)
            .orElseThrow(
                () ->
                    LaminaException.notFound(
                        asker.say(
                            "삭제할 환자 이미지를 찾을 수 없습니다.",
                            "There is no such patient image to delete.")));
    audit.event(asker.caller(), event(AuditAction.DELETE, image.key()));
    tombstones.place(image.key());
    store.delete(image.key());
  }

  /** Where an image stays for as long as it is stored (C-026). */
  public URI address(PatientImage image, URI base) {
    return presigner.address(new BlobKey(image.key()), base);
  }

  /**
   * @throws LaminaException 409 where the scenario has as many images as it may
   */
  void requireRoom(Asker asker, Scenario scenario) throws IOException {
    int most = limits.current().maxImages();
    if (store.list(scenario.folder(), most).size() >= most) {
      throw LaminaException.conflict(
          asker.say(
              "시나리오 " + scenario.id() + "의 환자 이미지가 이미 최대 개수인 " + most + "개입니다. 먼저 일부를 삭제하세요.",
              "Scenario "
                  + scenario.id()
                  + " has "
                  + most
                  + " images, the most it may have. Delete some first"));
    }
  }

  static AuditEvent event(AuditAction action, BlobKey key) {
    return AuditEvent.of(action, IMAGE, key);
  }

  List<PatientImage> images(Scenario scenario) throws IOException {
    List<PatientImage> images = new ArrayList<>();
    for (BlobInfo info : store.list(scenario.folder(), Integer.MAX_VALUE)) {
      images.add(PatientImage.of(info));
    }
    for (BlobKey legacy : scenario.legacyKeys()) {
      store.find(legacy).map(PatientImage::of).ifPresent(images::add);
    }
    images.sort(NEWEST_FIRST);
    return images;
  }

  private Optional<BlobInfo> find(Scenario scenario, String key) throws IOException {
    Optional<BlobKey> own = scenario.ownKey(key);
    return own.isEmpty() ? Optional.empty() : store.find(own.get());
  }

  private static void requireRead(Asker asker) {
    asker.caller().require(Permission.PATIENT_IMAGE_READ);
  }

  private static ImageType type(Asker asker, UploadWish wish) {
    return ImageType.byMediaType(wish.contentType())
        .orElseThrow(
            () ->
                new LaminaException(
                    ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                    asker.say("지원하지 않는 이미지 형식입니다: ", "This image type is not supported: ")
                        + wish.contentType().replaceAll("[^A-Za-z0-9/+.;= -]", "?")
                        + asker.say(" (JPEG, PNG, GIF, WebP)", "; send JPEG, PNG, GIF or WebP")));
  }

  private static String tooLarge(Asker asker, long maxBytes) {
    String limit =
        maxBytes % (1024 * 1024) == 0 ? maxBytes / (1024 * 1024) + "MB" : maxBytes + " bytes";
    return asker.say("파일 크기가 " + limit + "를 초과합니다.", "The file is larger than " + limit + ".");
  }

  private static LaminaException noImage(Asker asker, Scenario scenario) {
    return LaminaException.notFound(
        asker.say(
            "시나리오 " + scenario.id() + "의 환자 이미지를 찾을 수 없습니다.",
            "Scenario " + scenario.id() + " has no such patient image."));
  }
}
