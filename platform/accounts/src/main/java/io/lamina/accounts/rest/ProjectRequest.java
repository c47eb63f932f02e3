package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Project;
import io.lamina.accounts.domain.Project.Details;
import io.lamina.rest.Require;
import java.time.LocalDate;

/**
 * A project to create, or what to change of one; absent fields of a change stay as they are.
 *
 * @param startDate such as 2025-10-23
 * @param status free text; "active" by default
 */
public record ProjectRequest(
    String name,
    String description,
    String sponsor,
    LocalDate startDate,
    LocalDate endDate,
    Boolean autoComplete,
    String status,
    Boolean isActive) {

  public ProjectRequest {
    Require.optionalText("name", name, 200);
    Require.optionalText("description", description, 10_000);
    Require.optionalText("sponsor", sponsor, 200);
    Require.optionalText("status", status, 50);
  }

  Details details() {
    return new Details(
        Require.text("name", name, 200).strip(),
        description,
        sponsor,
        startDate,
        endDate,
        or(autoComplete, false),
        or(status, "active"));
  }

  boolean active() {
    return or(isActive, true);
  }

  Project over(Project before) {
    Details was = before.details();
    return new Project(
        before.id(),
        new Details(
            name == null ? was.name() : Require.text("name", name, 200).strip(),
            or(description, was.description()),
            or(sponsor, was.sponsor()),
            or(startDate, was.startDate()),
            or(endDate, was.endDate()),
            or(autoComplete, was.autoComplete()),
            or(status, was.status())),
        or(isActive, before.active()),
        before.createdBy(),
        before.createdAt(),
        before.updatedAt());
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
