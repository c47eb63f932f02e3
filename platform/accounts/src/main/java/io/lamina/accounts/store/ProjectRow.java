package io.lamina.accounts.store;

import io.lamina.accounts.domain.Project;
import io.lamina.accounts.domain.Project.Details;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_project")
public class ProjectRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "accounts_project_seq")
  @SequenceGenerator(
      name = "accounts_project_seq",
      sequenceName = "accounts_project_seq",
      allocationSize = 1)
  Long id;

  @Column(name = "name")
  String name;

  @Column(name = "description")
  String description;

  @Column(name = "sponsor")
  String sponsor;

  @Column(name = "start_date")
  LocalDate startDate;

  @Column(name = "end_date")
  LocalDate endDate;

  @Column(name = "auto_complete")
  boolean autoComplete;

  @Column(name = "status")
  String status;

  @Column(name = "is_active")
  boolean active;

  @Column(name = "created_by")
  Long createdBy;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "updated_at")
  OffsetDateTime updatedAt;

  void set(Details details) {
    name = details.name();
    description = details.description();
    sponsor = details.sponsor();
    startDate = details.startDate();
    endDate = details.endDate();
    autoComplete = details.autoComplete();
    status = details.status();
  }

  Project toProject() {
    return new Project(
        id,
        new Details(name, description, sponsor, startDate, endDate, autoComplete, status),
        active,
        createdBy,
        createdAt.toInstant(),
        updatedAt.toInstant());
  }
}
