package io.lamina.masks.store;

import io.lamina.masks.domain.Measurement;
import java.io.Serializable;
import java.util.Objects;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;

/** A row of masks_measurement: one value of an annotation's measurement_values. */
@Entity
@Table(name = "masks_measurement")
@IdClass(MeasurementRow.Key.class)
public class MeasurementRow {
  @Id
  @Column(name = "annotation_id")
  private long annotationId;

  @Id private int number;

  @Column(name = "measurement_id")
  private String name;

  @Column(name = "measurement_type")
  private String type;

  private String unit;

  @Column(name = "measured")
  private double value;

  /** For JPA. */
  protected MeasurementRow() {}

  MeasurementRow(long annotationId, int number, Measurement measurement) {
    this.annotationId = annotationId;
    this.number = number;
    name = measurement.id();
    type = measurement.type();
    unit = measurement.unit();
    value = measurement.value();
  }

  /** Values of an annotation are counted. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private long annotationId;
    private int number;

    /** For JPA. */
    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.annotationId == annotationId && key.number == number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(annotationId, number);
    }
  }
}
