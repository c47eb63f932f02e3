package io.lamina.audit.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.audit.domain.AuditQueries.Found;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reading the trail, which is told of in the trail. */
@Component(service = AuditService.class)
public final class AuditService {
  /** Rows read at once while a report is streamed. */
  private static final int PAGE = 500;

  private static final int LONGEST_PATIENT_ID = 64;

  private final AuditQueries queries;
  private final AuditTrail trail;

  @Activate
  public AuditService(@Reference AuditQueries queries, @Reference AuditTrail trail) {
    this.queries = queries;
    this.trail = trail;
  }

  /**
   * Entries below an id, the newest first.
   *
   * @param below only entries with a smaller id
   * @param most 1 to 501
   * @throws LaminaException 401 or 403 without audit.read
   */
  public List<Found> list(Caller caller, AuditFilter filter, long below, int most) {
    caller.require(Permission.AUDIT_READ);
    trail.read(
        caller,
        AuditEvent.of(AuditAction.READ, "audit-trail", Objects.toString(filter.patient(), ""))
            .ofPatient(filter.patient()));
    return queries.find(filter, below, most);
  }

  /** Entries of one patient, handed over one after the other. */
  @FunctionalInterface
  public interface Report {
    void each(Consumer<Found> target);
  }

  /**
   * Who had to do with a patient, the oldest first.
   *
   * @param from first moment; null for the beginning
   * @param to the moment behind the last one; null for now
   * @throws LaminaException 400 for an id that none can have, 401 or 403 without audit.read
   */
  public Report report(Caller caller, String patient, Instant from, Instant to) {
    caller.require(Permission.AUDIT_READ);
    if (patient.isBlank() || patient.length() > LONGEST_PATIENT_ID) {
      throw LaminaException.badRequest(
          "A patient id has 1 to " + LONGEST_PATIENT_ID + " characters");
    }
    trail.read(caller, AuditEvent.of(AuditAction.READ, "audit-report", patient).ofPatient(patient));
    AuditFilter filter = AuditFilter.between(from, to);
    return target -> {
      long above = 0;
      List<Found> page;
      do {
        page = queries.ofPatient(patient, filter, above, PAGE);
        page.forEach(target);
        above = page.isEmpty() ? above : page.get(page.size() - 1).entry().id();
      } while (page.size() == PAGE);
    };
  }
}
