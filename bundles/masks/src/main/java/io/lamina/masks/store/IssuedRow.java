package io.lamina.masks.store;

import io.lamina.masks.domain.IssuedUpload;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** A row of masks_issued. */
@Entity
@Table(name = "masks_issued")
public class IssuedRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "masks_issued_seq")
  @SequenceGenerator(
      name = "masks_issued_seq",
      sequenceName = "masks_issued_seq",
      allocationSize = 50)
  private long id;

  @Column(name = "object_key")
  private String key;

  @Column(name = "group_id")
  private long groupId;

  @Column(name = "file_name")
  private String fileName;

  @Column(name = "issued_at")
  private OffsetDateTime issuedAt;

  /** For JPA. */
  protected IssuedRow() {}

  IssuedRow(IssuedUpload upload) {
    key = upload.key();
    groupId = upload.groupId();
    fileName = upload.fileName();
    issuedAt = Times.column(upload.issuedAt());
  }

  IssuedUpload toDomain() {
    return new IssuedUpload(key, groupId, fileName, issuedAt.toInstant());
  }
}
