package io.lamina.patientimages.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Permission;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
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
      store.delete(scenario.publicMark());
      store.delete(scenario.checkMark());
      return;
    }
    // from here on what arrives is looked at as well; a crash leaves only this mark
    place(scenario.checkMark());
    try {
      requireHarmless(scenario);
    } catch (IOException | RuntimeException e) {
      // also where it was shown before: what must not be shown is there
      store.delete(scenario.publicMark());
      store.delete(scenario.checkMark());
      throw e;
    }
    place(scenario.publicMark());
    store.delete(scenario.checkMark());
  }

  /**
   * @throws LaminaException 409 where the scenario is public and the image comes from a DICOM
   *     object
   */
  void requireHarmless(Scenario scenario, ByteSource image, ImageType type) throws IOException {
    boolean watched = isPublic(scenario) || store.find(scenario.checkMark()).isPresent();
    if (watched && DicomTraces.in(image, type)) {
      throw LaminaException.conflict(
          "The scenario is shown to everybody, and this image was made from a DICOM object. Nothing"
              + " was stored");
    }
  }

  private void requireHarmless(Scenario scenario) throws IOException {
    for (var image : store.list(scenario.folder(), Integer.MAX_VALUE)) {
      try (ByteSource content = store.open(image.key())) {
        Optional<ImageType> type = ImageCheck.detect(content);
        if (type.isEmpty() || DicomTraces.in(content, type.get())) {
          throw LaminaException.conflict(
              "An image of this scenario was made from a DICOM object, so it cannot be shown to"
                  + " everybody: "
                  + image.key().value().substring(scenario.folder().length()));
        }
      }
    }
  }

  private void place(BlobKey mark) throws IOException {
    try (StagedBlob blob = store.stage("text/plain")) {
      try (OutputStream sink = blob.sink()) {
        sink.write('1');
      }
      store.commit(Map.of(mark, blob));
    } catch (BlobExistsException e) {
      // somebody else was faster with the same
      return;
    }
  }
}
