package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What others read between a sign-out and its commit does not keep what was signed out alive. */
class SignOutTest {
  private final TestAccounts accounts = new TestAccounts();
  private final List<Runnable> uncommitted = new ArrayList<>();
  private final SessionService sessions =
      new SessionService(new LateSessions(), accounts.directory, accounts.settings, accounts.clock);
  private final TokenService tokens =
      new TokenService(accounts.keyRing, new LateRevocations(), accounts.settings, accounts.clock);
  private final AtomicInteger readMeanwhile = new AtomicInteger();

  private final class LateSessions implements Sessions {
    private final Sessions rows = accounts.sessionRows;

    @Override
    public List<String> add(Session session, int most) {
      return rows.add(session, most);
    }

    @Override
    public Optional<Session> find(String idHash) {
      return rows.find(idHash);
    }

    @Override
    public void seen(String idHash, Instant at) {
      rows.seen(idHash, at);
    }

    @Override
    public void remove(String idHash) {
      uncommitted.add(() -> rows.remove(idHash));
    }

    @Override
    public void purge(Instant unusedSince, Instant begunBefore) {
      rows.purge(unusedSince, begunBefore);
    }
  }

  private final class LateRevocations implements RevokedTokens {
    @Override
    public void add(String jti, long user, Instant expiresAt) {
      uncommitted.add(() -> accounts.revoked.add(jti, user, expiresAt));
    }

    @Override
    public boolean contains(String jti) {
      return accounts.revoked.contains(jti);
    }

    @Override
    public void purge(Instant now) {
      accounts.revoked.purge(now);
    }
  }

  /** Runs other requests before it commits. */
  private final class LateChanges implements Changes {
    private Runnable others;

    @Override
    public <T> T told(Caller caller, Supplier<T> work, Function<T, AuditEvent> event) {
      T result = work.get();
      others.run();
      uncommitted.forEach(Runnable::run);
      return result;
    }
  }

  @Test
  void endsForThoseTooWhoAskWhileItIsNotCommitted() {
    LateChanges changes = new LateChanges();
    SignInService signIns =
        new SignInService(
            accounts.directory,
            accounts.users,
            accounts.passwords,
            tokens,
            sessions,
            accounts.settings,
            accounts.throttle,
            changes,
            accounts.audit);
    User eve = accounts.user("eve");
    String token = tokens.issue(eve);
    String session = sessions.open(eve, ".mark", Optional.empty());
    changes.others =
        () -> {
          readMeanwhile.addAndGet(tokens.verify(token).isPresent() ? 1 : 0);
          readMeanwhile.addAndGet(sessions.find(session).isPresent() ? 1 : 0);
        };
    signIns.signOut(accounts.caller(eve), Optional.of(token), Optional.of(session));
    assertEquals(2, readMeanwhile.get(), "both were still there for the others");
    assertTrue(tokens.verify(token).isEmpty());
    assertTrue(sessions.find(session).isEmpty());
  }
}
