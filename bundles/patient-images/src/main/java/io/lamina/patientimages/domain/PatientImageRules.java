package io.lamina.patientimages.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.io.IOException;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What becomes a patient image, and who sees it where it lies (C-023, C-026, H-07, H-12). */
@Component(service = ObjectRules.class)
public final class PatientImageRules implements ObjectRules {
  private final Limits limits;
  private final Publicity publicity;
  private final PatientImagesService images;
  private final Tombstones tombstones;
  private final AuditTrail audit;

  @Activate
  public PatientImageRules(
      @Reference Limits limits,
      @Reference Publicity publicity,
      @Reference PatientImagesService images,
      @Reference Tombstones tombstones,
      @Reference AuditTrail audit) {
    this.limits = limits;
    this.images = images;
    this.publicity = publicity;
    this.tombstones = tombstones;
    this.audit = audit;
  }

  @Override
  public Set<String> prefixes() {
    return Scenario.PREFIXES;
  }

  @Override
  public void admit(Caller sender, BlobKey key, String contentType, ByteSource content)
      throws IOException {
    Scenario scenario = Scenario.of(key).orElseThrow(PatientImageRules::noImage);
    tombstones.requireNotDeleted(key);
    ImageType declared = ImageType.byMediaType(contentType).orElseThrow(PatientImageRules::noImage);
    ImageType found =
        ImageCheck.detect(content)
            .orElseThrow(
                () ->
                    new LaminaException(
                        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                        "The file is no JPEG, PNG, GIF or WebP image. Nothing was stored"));
    if (found != declared) {
      throw new LaminaException(
          ErrorKind.UNSUPPORTED_MEDIA_TYPE,
          "The file is "
              + found.mediaType()
              + ", not "
              + declared.mediaType()
              + " as it was said to be. Ask for a link with the right content_type");
    }
    ImageCheck.decode(found, content, limits.current().maxPixels());
    publicity.requireHarmless(scenario, content, found);
    images.requireRoom(new Asker(sender, false), scenario);
    audit.event(sender, PatientImagesService.event(AuditAction.CREATE, key));
  }

  /**
   * Another upload under its link, its deletion or its scenario's publication may have passed it.
   */
  @Override
  public void stored(Caller sender, BlobKey key) throws IOException {
    try {
      tombstones.requireNotDeleted(key);
      publicity.requireHarmless(Scenario.of(key).orElseThrow(PatientImageRules::noImage), key);
    } catch (LaminaException refused) {
      audit.event(sender, PatientImagesService.event(AuditAction.DELETE, key));
      throw refused;
    }
  }

  @Override
  public void requireReadable(Caller caller, BlobKey key) throws IOException {
    Scenario scenario = Scenario.of(key).orElseThrow(PatientImageRules::noImage);
    if (!caller.may(Permission.PATIENT_IMAGE_READ) && !publicity.isPublic(scenario)) {
      caller.require(Permission.PATIENT_IMAGE_READ);
    }
  }

  @Override
  public void read(Caller caller, BlobKey key) {
    audit.read(caller, PatientImagesService.event(AuditAction.READ, key));
  }

  private static LaminaException noImage() {
    return LaminaException.notFound("There is no such patient image");
  }
}
