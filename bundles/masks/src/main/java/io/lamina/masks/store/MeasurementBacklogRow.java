package io.lamina.masks.store;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A row of masks_measurement_backlog. */
@Entity
@Table(name = "masks_measurement_backlog")
public class MeasurementBacklogRow {
  @Id
  @Column(name = "annotation_id")
  private long annotationId;

  /** For JPA. */
  protected MeasurementBacklogRow() {}
}
