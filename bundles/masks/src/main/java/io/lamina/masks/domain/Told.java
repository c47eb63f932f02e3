package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;

/** What the audit trail is told of annotations, groups and masks: ids, no texts. */
final class Told {
  private Told() {}

  static AuditEvent of(AuditAction action, Annotation annotation) {
    return AuditEvent.of(action, "annotation", annotation.id())
        .inProject(annotation.projectId())
        .ofStudy(annotation.image().studyInstanceUid());
  }

  static AuditEvent of(AuditAction action, String object, Object id, Ownership owned) {
    return AuditEvent.of(action, object, id)
        .inProject(owned.projectId())
        .ofStudy(owned.study())
        .with("annotation", owned.annotationId());
  }
}
