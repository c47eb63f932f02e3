package io.lamina.api.identity;

import java.util.Arrays;
import java.util.Optional;

/**
 * A right by its name in configuration (D-15). Code checks permissions, never role names (D-04).
 */
public enum Permission {
  STUDY_READ("study.read"),
  STUDY_UPLOAD("study.upload"),
  STUDY_DELETE("study.delete"),
  STUDY_ASSIGN("study.assign"),
  INTAKE_ACCEPT("intake.accept"),
  ANNOTATION_READ("annotation.read"),
  ANNOTATION_WRITE("annotation.write"),
  MASK_READ("mask.read"),
  MASK_WRITE("mask.write"),
  MASK_DELETE("mask.delete"),
  PATIENT_IMAGE_READ("patient-image.read"),
  PATIENT_IMAGE_WRITE("patient-image.write"),
  /** Showing a scenario's images to everybody, signed in or not (H-07). */
  PATIENT_IMAGE_PUBLISH("patient-image.publish"),
  SCAN_READ("scan.read"),
  SCAN_UPLOAD("scan.upload"),
  SCAN_DELETE("scan.delete"),
  CAPTION_WRITE("caption.write"),
  ANALYSIS_RUN("analysis.run"),
  MODEL_MANAGE("model.manage"),
  ANONYMIZE_RUN("anonymize.run"),
  EXPORT_RUN("export.run"),
  PHI_EXPORT("phi.export"),
  JOB_READ("job.read"),
  JOB_MANAGE("job.manage"),
  RUNNER_TOKEN("runner.token"),
  USER_MANAGE("user.manage"),
  PROJECT_MANAGE("project.manage"),
  MODULE_MANAGE("module.manage"),
  AUDIT_READ("audit.read"),
  BULK_UPLOAD("bulk-upload");

  private final String key;

  Permission(String key) {
    this.key = key;
  }

  /** The name used in configuration and answers, such as {@code study.read}. */
  public String key() {
    return key;
  }

  public static Optional<Permission> byKey(String key) {
    return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
  }
}
