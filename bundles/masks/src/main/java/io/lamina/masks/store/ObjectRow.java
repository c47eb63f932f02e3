package io.lamina.masks.store;

import io.lamina.masks.domain.Extent;
import io.lamina.masks.domain.StoredObject;
import io.lamina.masks.domain.Verified;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A row of masks_object. */
@Entity
@Table(name = "masks_object")
public class ObjectRow {
  @Id
  @Column(name = "object_key")
  private String key;

  @Column(name = "group_id")
  private long groupId;

  private boolean removed;

  @Column(name = "mime_type")
  private String mimeType;

  @Column(name = "detected_type")
  private String detectedType;

  @Column(name = "size_bytes")
  private Long size;

  private String sha256;
  private Integer width;
  private Integer height;
  private Integer frames;

  @Column(name = "file_name")
  private String fileName;

  @Column(name = "completed_at")
  private OffsetDateTime completedAt;

  /** For JPA. */
  protected ObjectRow() {}

  ObjectRow(StoredObject object) {
    key = object.key();
    groupId = object.groupId();
    removed = object.removed();
    mimeType = object.mimeType();
    detectedType = object.detected();
    size = object.verified().size();
    sha256 = object.verified().sha256();
    width = object.verified().extent().width();
    height = object.verified().extent().height();
    frames = object.verified().extent().frames();
    fileName = object.fileName();
    completedAt = Times.column(object.completedAt());
  }

  /** The memory of an object that was removed before it was completed. */
  ObjectRow(String key, long groupId, Instant now) {
    this.key = key;
    this.groupId = groupId;
    this.removed = true;
    this.completedAt = Times.column(now);
  }

  void remove() {
    removed = true;
  }

  StoredObject toDomain() {
    return new StoredObject(
        key,
        groupId,
        removed,
        mimeType,
        detectedType,
        sha256 == null ? null : new Verified(size, sha256, new Extent(width, height, frames)),
        fileName,
        completedAt.toInstant());
  }
}
