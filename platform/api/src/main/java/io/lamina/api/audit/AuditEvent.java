package io.lamina.api.audit;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What happened to which object. Ids only: no names of patients, no texts, no tokens.
 *
 * @param object kind of object in the field's terms, lower case: {@code study}, {@code mask},
 *     {@code user}
 * @param objectId its key as clients know it, at most 512 characters; empty for none
 * @param project key of the project it belongs to; null for none
 * @param study Study Instance UID it belongs to; null where that is not known
 * @param patient Patient ID it belongs to, at most 64 characters; null where that is not known. The
 *     per-patient report finds entries by it and by the studies that were seen with it
 * @param details few and short further facts, such as {@code role=editor}; ids and numbers only
 */
public record AuditEvent(
    AuditAction action,
    String object,
    String objectId,
    Long project,
    String study,
    String patient,
    Map<String, String> details) {

  public AuditEvent {
    Objects.requireNonNull(action);
    Objects.requireNonNull(object);
    Objects.requireNonNull(objectId);
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }

  public static AuditEvent of(AuditAction action, String object, Object objectId) {
    return new AuditEvent(action, object, String.valueOf(objectId), null, null, null, Map.of());
  }

  public AuditEvent inProject(Long key) {
    return new AuditEvent(action, object, objectId, key, study, patient, details);
  }

  public AuditEvent ofStudy(String uid) {
    return new AuditEvent(action, object, objectId, project, uid, patient, details);
  }

  public AuditEvent ofPatient(String id) {
    return new AuditEvent(action, object, objectId, project, study, id, details);
  }

  public AuditEvent with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(details);
    more.put(name, String.valueOf(value));
    return new AuditEvent(action, object, objectId, project, study, patient, more);
  }
}
