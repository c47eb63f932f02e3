package io.lamina.accounts.domain;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What people share data in (D-14).
 *
 * @param id 1 and up
 * @param createdBy key of a user; null for the project of the first boot
 * @param active false: its members see nothing of it
 */
public record Project(
    long id,
    Details details,
    boolean active,
    Long createdBy,
    Instant createdAt,
    Instant updatedAt) {

  /** The project with id 1, there from the first boot (D-10). */
  public static final long FIRST = 1;

  /**
   * What its managers say about it; all but the name may be null.
   *
   * @param status free text, such as "active" or "recruiting"
   */
  public record Details(
      String name,
      String description,
      String sponsor,
      LocalDate startDate,
      LocalDate endDate,
      boolean autoComplete,
      String status) {}
}
