package io.lamina.testkit;

import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

@Entity
@Table(name = "probe_row")
class ProbeRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "probe_row_seq")
  @SequenceGenerator(name = "probe_row_seq", sequenceName = "probe_row_seq", allocationSize = 50)
  long id;

  @Column(name = "label", nullable = false)
  String label;

  @Column(name = "created_at", nullable = false)
  OffsetDateTime createdAt;

  protected ProbeRow() {}

  ProbeRow(String label) {
    this.label = label;
    this.createdAt = OffsetDateTime.parse("2026-01-02T03:04:05.123456Z");
  }
}
