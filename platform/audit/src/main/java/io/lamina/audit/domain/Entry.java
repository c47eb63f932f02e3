package io.lamina.audit.domain;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * One line of the trail, in the very form in which it is stored: cleaned and cut to the columns'
 * lengths.
 *
 * @param id 0 before it is stored
 * @param counts id of the entry whose repetitions this one counts; null for an entry of its own
 * @param atMicros microseconds since 1970, UTC
 * @param userId null for the platform itself, 0 for an anonymous caller
 * @param address network address of the client; empty for the platform itself
 * @param action as {@link io.lamina.api.audit.AuditAction#key} has it
 * @param details {@code name=value} pairs by name, joined by {@code ;}
 * @param times how often it happened, 1 and up
 */
public record Entry(
    long id,
    Long counts,
    long atMicros,
    Long userId,
    String username,
    String address,
    String action,
    String object,
    String objectId,
    Long project,
    String study,
    String patient,
    String details,
    long times) {

  /** Who the platform itself is, as a name: a user of that name has an id. */
  static final String PLATFORM = "platform";

  public static Entry of(Instant at, Caller caller, AuditEvent event) {
    return new Entry(
        0,
        null,
        micros(at),
        caller == null ? null : caller.userId(),
        caller == null ? PLATFORM : CleanText.of(caller.username(), 150),
        caller == null ? "" : CleanText.of(caller.address(), 64),
        event.action().key(),
        CleanText.of(event.object(), 64),
        CleanText.of(event.objectId(), 512),
        event.project(),
        CleanText.orNull(event.study(), 64),
        CleanText.orNull(event.patient(), 64),
        CleanText.details(event.details()),
        1);
  }

  /** The row that says how often this stored entry happened in all. */
  Entry counted(Instant at, long all) {
    return new Entry(
        0,
        id,
        micros(at),
        userId,
        username,
        address,
        action,
        object,
        objectId,
        project,
        study,
        patient,
        details,
        all);
  }

  public Entry stored(long key) {
    return new Entry(
        key, counts, atMicros, userId, username, address, action, object, objectId, project, study,
        patient, details, times);
  }

  /** The same without what tells apart whom it was done to: for a flood of refusals. */
  Entry summary() {
    return new Entry(
        0,
        null,
        atMicros,
        0L,
        "anonymous",
        "",
        action,
        object,
        "",
        null,
        null,
        null,
        CleanText.details(Map.of("summary", "true")),
        1);
  }

  public Instant at() {
    return Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS);
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}
