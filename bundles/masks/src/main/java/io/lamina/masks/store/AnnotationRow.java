package io.lamina.masks.store;

import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.AnnotationContent;
import io.lamina.masks.domain.ImageReference;
import java.time.Instant;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;
import javax.persistence.Version;

/** A row of masks_annotation. */
@Entity
@Table(name = "masks_annotation")
public class AnnotationRow extends AnnotationColumns {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "masks_annotation_seq")
  @SequenceGenerator(
      name = "masks_annotation_seq",
      sequenceName = "masks_annotation_seq",
      allocationSize = 50)
  private long id;

  @Version private long revision;

  /** For JPA. */
  protected AnnotationRow() {}

  AnnotationRow(
      long projectId, long userId, ImageReference image, AnnotationContent content, Instant now) {
    super(projectId, userId, image, content, now);
  }

  long id() {
    return id;
  }

  long revision() {
    return revision;
  }

  Annotation toDomain() {
    return toDomain(id, revision);
  }
}
