package io.lamina.masks.store;

import io.lamina.masks.domain.MaskGroup;
import io.lamina.masks.domain.MaskGroupContent;
import io.lamina.masks.domain.MaskType;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;
import javax.persistence.Version;

/** A row of masks_mask_group. */
@Entity
@Table(name = "masks_mask_group")
public class MaskGroupRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "masks_mask_group_seq")
  @SequenceGenerator(
      name = "masks_mask_group_seq",
      sequenceName = "masks_mask_group_seq",
      allocationSize = 50)
  private long id;

  @Version private long revision;

  @Column(name = "annotation_id")
  private long annotationId;

  @Column(name = "group_name")
  private String groupName;

  @Column(name = "model_name")
  private String modelName;

  @Column(name = "version")
  private String modelVersion;

  private String modality;

  @Column(name = "slice_count")
  private int sliceCount;

  @Column(name = "mask_type")
  private String maskType;

  private String description;

  @Column(name = "created_by")
  private long createdBy;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "updated_at")
  private OffsetDateTime updatedAt;

  /** For JPA. */
  protected MaskGroupRow() {}

  MaskGroupRow(long annotationId, long createdBy, MaskGroupContent content, Instant now) {
    this.annotationId = annotationId;
    this.createdBy = createdBy;
    this.createdAt = Times.column(now);
    change(content, now);
  }

  final void change(MaskGroupContent content, Instant now) {
    groupName = content.groupName();
    modelName = content.modelName();
    modelVersion = content.version();
    modality = content.modality();
    sliceCount = content.sliceCount();
    maskType = content.maskType().key();
    description = content.description();
    updatedAt = Times.column(now);
  }

  MaskGroup toDomain() {
    return new MaskGroup(
        id,
        revision,
        annotationId,
        new MaskGroupContent(
            groupName,
            modelName,
            modelVersion,
            modality,
            sliceCount,
            MaskType.byKey(maskType),
            description),
        createdBy,
        createdAt.toInstant(),
        updatedAt.toInstant());
  }
}
