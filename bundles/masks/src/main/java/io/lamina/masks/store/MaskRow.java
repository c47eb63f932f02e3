package io.lamina.masks.store;

import io.lamina.masks.domain.Extent;
import io.lamina.masks.domain.Fit;
import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskContent;
import io.lamina.masks.domain.NewMask;
import io.lamina.masks.domain.Verified;
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

/** A row of masks_mask. */
@Entity
@Table(name = "masks_mask")
public class MaskRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "masks_mask_seq")
  @SequenceGenerator(name = "masks_mask_seq", sequenceName = "masks_mask_seq", allocationSize = 50)
  private long id;

  @Version private long revision;

  @Column(name = "group_id")
  private long groupId;

  @Column(name = "slice_index")
  private Integer sliceIndex;

  @Column(name = "sop_instance_uid")
  private String sopInstanceUid;

  @Column(name = "label_name")
  private String labelName;

  @Column(name = "file_path")
  private String filePath;

  @Column(name = "mime_type")
  private String mimeType;

  @Column(name = "file_size")
  private Long fileSize;

  private String checksum;
  private Integer width;
  private Integer height;

  @Column(name = "verified_size")
  private Long verifiedSize;

  @Column(name = "verified_sha256")
  private String verifiedSha256;

  @Column(name = "verified_width")
  private Integer verifiedWidth;

  @Column(name = "verified_height")
  private Integer verifiedHeight;

  @Column(name = "verified_frames")
  private Integer verifiedFrames;

  private String geometry;

  @Column(name = "geometry_note")
  private String geometryNote;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "updated_at")
  private OffsetDateTime updatedAt;

  /** For JPA. */
  protected MaskRow() {}

  MaskRow(long groupId, NewMask mask, Instant now) {
    this.groupId = groupId;
    this.createdAt = Times.column(now);
    change(mask.content(), mask.verified(), mask.fit(), now);
  }

  final void change(MaskContent content, Verified verified, Fit fit, Instant now) {
    sliceIndex = content.sliceIndex();
    sopInstanceUid = content.sopInstanceUid();
    labelName = content.labelName();
    filePath = content.filePath();
    mimeType = content.mimeType();
    fileSize = content.fileSize();
    checksum = content.checksum();
    width = content.width();
    height = content.height();
    verifiedSize = verified == null ? null : verified.size();
    verifiedSha256 = verified == null ? null : verified.sha256();
    verifiedWidth = verified == null ? null : verified.extent().width();
    verifiedHeight = verified == null ? null : verified.extent().height();
    verifiedFrames = verified == null ? null : verified.extent().frames();
    geometry = fit.verdict().key();
    geometryNote = fit.note();
    updatedAt = Times.column(now);
  }

  Mask toDomain() {
    return new Mask(
        id,
        revision,
        groupId,
        new MaskContent(
            sliceIndex,
            sopInstanceUid,
            labelName,
            filePath,
            mimeType,
            fileSize,
            checksum,
            width,
            height),
        verifiedSha256 == null
            ? null
            : new Verified(
                verifiedSize,
                verifiedSha256,
                new Extent(verifiedWidth, verifiedHeight, verifiedFrames)),
        geometry == null
            ? Fit.notChecked("It was stored before this was checked; update it to have it checked")
            : new Fit(Fit.Verdict.byKey(geometry), geometryNote),
        createdAt.toInstant(),
        updatedAt.toInstant());
  }
}
