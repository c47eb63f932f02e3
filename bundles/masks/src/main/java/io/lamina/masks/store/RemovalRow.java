package io.lamina.masks.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A row of masks_removal. */
@Entity
@Table(name = "masks_removal")
public class RemovalRow {
  @Id
  @Column(name = "object_key")
  private String key;

  @Column(name = "queued_at")
  private OffsetDateTime queuedAt;

  /** For JPA. */
  protected RemovalRow() {}

  RemovalRow(String key, Instant now) {
    this.key = key;
    this.queuedAt = Times.column(now);
  }
}
