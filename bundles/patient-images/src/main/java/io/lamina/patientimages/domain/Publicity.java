package io.lamina.patientimages.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Permission;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Scenarios whose images are shown to everybody, as teaching material (H-07). Kept as an object
 * beside the images, so that a wiped database changes nothing.
 */
@Component(service = Publicity.class)
public final class Publicity {
  private final BlobStore store;
  private final AuditTrail audit;

  @Activate
  public Publicity(@Reference BlobStore store, @Reference AuditTrail audit) {
    this.store = store;
    this.audit = audit;
  }

  /** Whether images of a scenario are shown to whoever knows their address. */
  public boolean isPublic(Scenario scenario) throws IOException {
    return store.find(scenario.publicMark()).isPresent();
  }

  /** The same, for somebody who reads patient images. */
  public boolean isPublic(Asker asker, Scenario scenario) throws IOException {
    asker.caller().require(Permission.PATIENT_IMAGE_READ);
    return isPublic(scenario);
  }

  /**
   * Shows or hides a scenario's images.
   *
   * @throws LaminaException 409 where an image comes from a DICOM object; the scenario is hidden
   *     then
   */
  public void set(Asker asker, Scenario scenario, boolean shown) throws IOException {
    asker.caller().require(Permission.PATIENT_IMAGE_PUBLISH);
    audit.event(
        asker.caller(),
        AuditEvent.of(AuditAction.CONFIGURE, "patient-images", scenario.id())
            .with("public", shown));
    if (!shown) {
      // first the one that a publication under way looks for at its end
      store.delete(scenario.checkMark());
      store.delete(scenario.publicMark());
      return;
    }
    // from here on what arrives is looked at as well; a crash leaves only this mark
    Marks.place(store, scenario.checkMark());
    try {
      requireHarmless(asker, scenario);
    } catch (IOException | RuntimeException e) {
      // also where it was shown before: what must not be shown is there
      store.delete(scenario.publicMark());
      store.delete(scenario.checkMark());
      throw e;
    }
    Marks.place(store, scenario.publicMark());
    if (store.find(scenario.checkMark()).isEmpty()) {
      // what arrived since somebody hid the scenario was not looked at
      store.delete(scenario.publicMark());
      throw LaminaException.conflict(
          asker.say(
              "그동안 다른 사용자가 시나리오를 숨겼습니다. 다시 시도하십시오",
              "The scenario was hidden by somebody meanwhile. Try again"));
    }
    store.delete(scenario.checkMark());
  }

  /**
   * @throws LaminaException 409 where the scenario is public and the image comes from a DICOM
   *     object
   */
  void requireHarmless(Scenario scenario, ByteSource image, ImageType type) throws IOException {
    if (isWatched(scenario) && DicomTraces.in(image, type)) {
      throw LaminaException.conflict(
          "The scenario is shown to everybody, and this image was made from a DICOM object. Nothing"
              + " was stored");
    }
  }

  /** The same, for an image that is stored by now: a publication may have passed it on its way. */
  void requireHarmless(Scenario scenario, BlobKey stored) throws IOException {
    try (ByteSource content = store.open(stored)) {
      Optional<ImageType> type = ImageCheck.detect(content);
      if (type.isPresent()) {
        requireHarmless(scenario, content, type.get());
      }
    } catch (NoSuchBlobException gone) {
      // deleted meanwhile: there is nothing to show
      return;
    }
  }

  /** A publication places its second mark before it takes the first one away. */
  private boolean isWatched(Scenario scenario) throws IOException {
    return store.find(scenario.checkMark()).isPresent() || isPublic(scenario);
  }

  private void requireHarmless(Asker asker, Scenario scenario) throws IOException {
    for (BlobInfo image : store.list(scenario.folder(), Integer.MAX_VALUE)) {
      requireHarmless(asker, image.key());
    }
    for (BlobKey legacy : scenario.legacyKeys()) {
      if (store.find(legacy).isPresent()) {
        requireHarmless(asker, legacy);
      }
    }
  }

  private void requireHarmless(Asker asker, BlobKey image) throws IOException {
    try (ByteSource content = store.open(image)) {
      Optional<ImageType> type = ImageCheck.detect(content);
      if (type.isEmpty() || DicomTraces.in(content, type.get())) {
        String name = image.value().substring(image.value().lastIndexOf('/') + 1);
        throw LaminaException.conflict(
            asker.say(
                "이 시나리오에는 DICOM 객체로 만든 이미지가 있어 모두에게 공개할 수 없습니다: " + name,
                "An image of this scenario was made from a DICOM object, so it cannot be shown to"
                    + " everybody: "
                    + name));
      }
    } catch (NoSuchBlobException gone) {
      // deleted meanwhile: there is nothing to show
      return;
    }
  }
}
