package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Project;
import java.time.Instant;
import java.time.LocalDate;

/** A project as an answer shows it. */
public record ProjectResponse(
    long id,
    String name,
    String description,
    String sponsor,
    LocalDate startDate,
    LocalDate endDate,
    boolean autoComplete,
    String status,
    boolean isActive,
    Long createdBy,
    Instant createdAt,
    Instant updatedAt) {

  static ProjectResponse of(Project project) {
    Project.Details details = project.details();
    return new ProjectResponse(
        project.id(),
        details.name(),
        details.description(),
        details.sponsor(),
        details.startDate(),
        details.endDate(),
        details.autoComplete(),
        details.status(),
        project.active(),
        project.createdBy(),
        project.createdAt(),
        project.updatedAt());
  }
}
