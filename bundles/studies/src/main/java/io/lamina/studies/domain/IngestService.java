package io.lamina.studies.domain;

import io.lamina.api.blob.BlobStore;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectRights;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.HeaderTurns;
import io.lamina.studies.config.StudiesConfig;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Takes DICOM objects in: bytes first, rows after, both whole or not at all (D-18). */
@Component(service = IngestService.class, configurationPid = StudiesConfig.PID)
@Designate(ocd = StudiesConfig.class)
public final class IngestService {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final ProjectRights rights;
  private final HeaderReader headers;
  private final HeaderMemory headerMemory;
  private final IngestLimits limits;
  private final QuarantineRoom quarantine;
  private final HeaderTurns parsers;

  @Activate
  public IngestService(
      @Reference BlobStore blobs,
      @Reference Catalog catalog,
      @Reference Dicom dicom,
      @Reference ProjectRights rights,
      @Reference HeaderTurns parsers,
      StudiesConfig config) {
    this(blobs, catalog, dicom, rights, limits(config), new HeaderMemory(), parsers);
  }

  IngestService(
      BlobStore blobs, Catalog catalog, Dicom dicom, ProjectRights rights, IngestLimits limits) {
    this(blobs, catalog, dicom, rights, limits, new HeaderMemory(), new HeaderTurns());
  }

  IngestService(
      BlobStore blobs,
      Catalog catalog,
      Dicom dicom,
      ProjectRights rights,
      IngestLimits limits,
      HeaderMemory headerMemory,
      HeaderTurns parsers) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.rights = rights;
    this.headers = new HeaderReader(dicom);
    this.headerMemory = headerMemory;
    this.limits = limits;
    this.quarantine = new QuarantineRoom(catalog, limits);
    this.parsers = parsers;
  }

  public IngestLimits limits() {
    return limits;
  }

  /**
   * Starts an upload.
   *
   * @throws LaminaException 401 for an anonymous caller where intake is off, 429 where its
   *     quarantine is full
   */
  public Upload start(Caller caller) {
    if (!caller.isAnonymous()) {
      return new Upload(this, caller, Optional.empty());
    }
    if (!limits.intakeOpen()) {
      throw LaminaException.unauthenticated("Authentication required");
    }
    return new Upload(this, caller, Optional.of(quarantine.share()));
  }

  private static IngestLimits limits(StudiesConfig config) {
    boolean quarantine = config.intake().equals("quarantine");
    if (!quarantine && !config.intake().equals("off")) {
      throw new IllegalArgumentException("intake must be quarantine or off");
    }
    return new IngestLimits(
        config.max_file_bytes(),
        config.max_files(),
        quarantine,
        config.intake_max_instances(),
        config.intake_max_bytes());
  }

  BlobStore blobs() {
    return blobs;
  }

  Catalog catalog() {
    return catalog;
  }

  HeaderReader headers() {
    return headers;
  }

  HeaderMemory headerMemory() {
    return headerMemory;
  }

  HeaderTurns parsers() {
    return parsers;
  }

  /** Where the caller's new studies go (D-14). */
  Optional<Long> project(Caller caller, Optional<Long> asked) {
    return caller.isAnonymous()
        ? Optional.empty()
        : rights.projectForUpload(caller, Permission.STUDY_UPLOAD, asked);
  }

  Sender sender(Caller caller, Optional<Long> project, boolean asked) {
    if (caller.isAnonymous()) {
      return new Sender(0, null, false, null);
    }
    return new Sender(
        caller.userId(), project.orElse(null), asked, Visibility.ofUploader(rights, caller));
  }
}
