package io.lamina.audit.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Checks the whole trail against itself and against the signed heads, in constant memory. */
@Component(service = Verification.class)
public final class Verification {
  private final Chain chain;
  private final Heads heads;
  private final AuditTrail trail;
  private final Clock clock;
  private final Semaphore running = new Semaphore(1);

  @Activate
  public Verification(@Reference Chain chain, @Reference Heads heads, @Reference AuditTrail trail) {
    this(chain, heads, trail, Clock.systemUTC());
  }

  private Verification(Chain chain, Heads heads, AuditTrail trail, Clock clock) {
    this.clock = clock;
    this.chain = chain;
    this.heads = heads;
    this.trail = trail;
  }

  /** With a clock of its own. */
  public static Verification at(Chain chain, Heads heads, AuditTrail trail, Clock clock) {
    return new Verification(chain, heads, trail, clock);
  }

  /**
   * Verifies from the first entry on. Entries that come meanwhile may be among them or not.
   *
   * @throws LaminaException 403 without audit.read, 409 while another verification runs
   */
  public Verdict verify(Caller caller) {
    caller.require(Permission.AUDIT_READ);
    if (!running.tryAcquire()) {
      throw LaminaException.conflict(
          "A verification of the audit trail runs already. Ask again when it has ended");
    }
    try {
      Verdict verdict = verify();
      trail.event(
          caller,
          AuditEvent.of(AuditAction.READ, "audit-trail", "")
              .with("verified", verdict.checked())
              .with("intact", verdict.intact()));
      return verdict;
    } finally {
      running.release();
    }
  }

  Verdict verify() {
    // what is known of is in the files by then, and what they tell of in the table
    Map<Long, Head> copies = heads.copies();
    Optional<Head> written = heads.last();
    try (HeadFiles.Reader reader = heads.read()) {
      HeadWalk walk = new HeadWalk(heads, reader, copies, written);
      return new Walk(chain, walk).verdict(clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException("The heads of the audit trail cannot be read", e);
    }
  }
}
