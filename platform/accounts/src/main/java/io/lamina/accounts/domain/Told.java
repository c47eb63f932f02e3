package io.lamina.accounts.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;

/** What the audit trail is told of users, projects, members and keys: ids and roles. */
final class Told {
  private Told() {}

  static AuditEvent of(String change, User user) {
    return AuditEvent.of(AuditAction.CONFIGURE, "user", user.id())
        .with("change", change)
        .with("roles", String.join(",", user.roles().stream().sorted().toList()))
        .with("active", user.active());
  }

  static AuditEvent of(String change, Project project) {
    return AuditEvent.of(AuditAction.CONFIGURE, "project", project.id())
        .inProject(project.id())
        .with("change", change)
        .with("active", project.active());
  }

  static AuditEvent member(String change, long project, long user) {
    return AuditEvent.of(AuditAction.CONFIGURE, "member", user)
        .inProject(project)
        .with("change", change);
  }

  static AuditEvent read(String object, Object id) {
    return AuditEvent.of(AuditAction.READ, object, id);
  }
}
