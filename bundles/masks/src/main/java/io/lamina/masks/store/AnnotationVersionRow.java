package io.lamina.masks.store;

import io.lamina.masks.domain.AnnotationVersion;
import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;

/** A row of masks_annotation_history: an annotation as it was before a change. */
@Entity
@Table(name = "masks_annotation_history")
@IdClass(AnnotationVersionRow.Key.class)
public class AnnotationVersionRow extends AnnotationColumns {
  @Id
  @Column(name = "annotation_id")
  private long annotationId;

  @Id private long revision;

  @Column(name = "ended_by")
  private String endedBy;

  @Column(name = "changed_by")
  private long changedBy;

  @Column(name = "changed_at")
  private OffsetDateTime changedAt;

  /** For JPA. */
  protected AnnotationVersionRow() {}

  AnnotationVersionRow(
      AnnotationRow before, AnnotationVersion.End end, long changedBy, Instant now) {
    super(before);
    annotationId = before.id();
    revision = before.revision();
    endedBy = end.key();
    this.changedBy = changedBy;
    changedAt = Times.column(now);
  }

  AnnotationVersion version() {
    return new AnnotationVersion(
        toDomain(annotationId, revision),
        AnnotationVersion.End.byKey(endedBy),
        changedBy,
        changedAt.toInstant());
  }

  /** An annotation has each revision once. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private long annotationId;
    private long revision;

    /** For JPA. */
    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.annotationId == annotationId
          && key.revision == revision;
    }

    @Override
    public int hashCode() {
      return Objects.hash(annotationId, revision);
    }
  }
}
