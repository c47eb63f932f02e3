package io.lamina.masks.store;

import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.AnnotationContent;
import io.lamina.masks.domain.ImageReference;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.MappedSuperclass;

/** What an annotation and each of its earlier versions have in their rows. */
@MappedSuperclass
public abstract class AnnotationColumns {
  @Column(name = "project_id")
  private long projectId;

  @Column(name = "user_id")
  private long userId;

  @Column(name = "study_instance_uid")
  private String studyInstanceUid;

  @Column(name = "series_instance_uid")
  private String seriesInstanceUid;

  @Column(name = "sop_instance_uid")
  private String sopInstanceUid;

  @Column(name = "annotation_data")
  private String data;

  @Column(name = "measurement_values")
  private String measurements;

  private boolean shared;

  @Column(name = "tool_name")
  private String toolName;

  @Column(name = "tool_version")
  private String toolVersion;

  @Column(name = "viewer_software")
  private String viewerSoftware;

  private String description;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "updated_at")
  private OffsetDateTime updatedAt;

  /** For JPA. */
  protected AnnotationColumns() {}

  AnnotationColumns(
      long projectId, long userId, ImageReference image, AnnotationContent content, Instant now) {
    this.projectId = projectId;
    this.userId = userId;
    this.studyInstanceUid = image.studyInstanceUid();
    this.seriesInstanceUid = image.seriesInstanceUid();
    this.sopInstanceUid = image.sopInstanceUid();
    this.createdAt = Times.column(now);
    change(content, now);
  }

  AnnotationColumns(AnnotationColumns other) {
    projectId = other.projectId;
    userId = other.userId;
    studyInstanceUid = other.studyInstanceUid;
    seriesInstanceUid = other.seriesInstanceUid;
    sopInstanceUid = other.sopInstanceUid;
    data = other.data;
    measurements = other.measurements;
    shared = other.shared;
    toolName = other.toolName;
    toolVersion = other.toolVersion;
    viewerSoftware = other.viewerSoftware;
    description = other.description;
    createdAt = other.createdAt;
    updatedAt = other.updatedAt;
  }

  final void change(AnnotationContent content, Instant now) {
    data = content.data();
    measurements = content.measurements();
    shared = content.shared();
    toolName = content.toolName();
    toolVersion = content.toolVersion();
    viewerSoftware = content.viewerSoftware();
    description = content.description();
    updatedAt = Times.column(now);
  }

  final Annotation toDomain(long id, long revision) {
    return new Annotation(
        id,
        revision,
        projectId,
        userId,
        new ImageReference(studyInstanceUid, seriesInstanceUid, sopInstanceUid),
        new AnnotationContent(
            data, measurements, shared, toolName, toolVersion, viewerSoftware, description),
        createdAt.toInstant(),
        updatedAt.toInstant());
  }
}
