package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.lamina.accounts.domain.UserDirectory.Known;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Sessions of browsers (C-081). Each sign-in makes an id of its own, 256 random bits; one that a
 * client brings is never adopted (fixation). A session ends when it is signed out, when nobody used
 * it for a while, a day after it began, and with every change of the user's password and his
 * deactivation. All of it is on record, so that a restart ends none and every node knows all.
 */
@Component(service = SessionService.class)
public final class SessionService {
  /** How often the time of the latest request is written down. */
  private static final Duration SEEN_PAUSE = Duration.ofMinutes(1);

  private static final Duration PURGE_PAUSE = Duration.ofHours(1);

  private final Sessions sessions;
  private final UserDirectory directory;
  private final Settings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Session> known;
  private Instant purgedAt = Instant.MIN;

  @Activate
  public SessionService(
      @Reference Sessions sessions,
      @Reference UserDirectory directory,
      @Reference Settings settings) {
    this(sessions, directory, settings, Clock.systemUTC());
  }

  SessionService(Sessions sessions, UserDirectory directory, Settings settings, Clock clock) {
    this.sessions = sessions;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfter(Expiry.creating((String hash, Session is) -> settings.stateCache()))
            .build();
  }

  /**
   * Opens a session for somebody who has just shown who he is.
   *
   * @param mark what the id has to end with, for the front door; not secret
   * @param former id of the session that the client had, which ends whosever it was
   * @return the id, for the cookie alone
   */
  String open(User user, String mark, Optional<String> former) {
    former.ifPresent(this::end);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + mark;
    Instant now = now();
    Session session = new Session(hash(id), user.id(), user.secret().generation(), now, now);
    sessions.add(session, settings.sessionsPerUser()).forEach(known::invalidate);
    purge(now);
    return id;
  }

  /** Whose session it is; empty for one that is unknown or has ended. */
  Optional<Known> find(String id) {
    String hash = hash(id);
    Session session = known.get(hash, key -> sessions.find(key).orElse(null));
    Instant now = now();
    if (session == null || hasRunOut(session, now)) {
      return Optional.empty();
    }
    Optional<Known> user =
        directory
            .byId(session.userId())
            .filter(one -> one.user().active())
            .filter(one -> one.user().secret().generation() == session.generation());
    if (user.isPresent()
        && !now.isBefore(session.lastSeenAt().plus(SEEN_PAUSE))
        && known.asMap().replace(hash, session, session.seenAt(now))) {
      // of several requests at once the one that replaced it
      sessions.seen(hash, now);
    }
    return user;
  }

  /** Ends a session; does nothing where there is none. */
  private void end(String id) {
    remove(id);
    forget(id);
  }

  /** Ends a session within a transaction; {@link #forget} is called after its commit. */
  void remove(String id) {
    sessions.remove(hash(id));
  }

  /** Until the commit others may have read that it lives. */
  void forget(String id) {
    known.invalidate(hash(id));
  }

  private boolean hasRunOut(Session session, Instant now) {
    return !now.isBefore(session.lastSeenAt().plus(settings.sessionIdle()))
        || !now.isBefore(session.createdAt().plus(settings.sessionLifetime()));
  }

  private synchronized void purge(Instant now) {
    if (now.minus(PURGE_PAUSE).isAfter(purgedAt)) {
      purgedAt = now;
      sessions.purge(now.minus(settings.sessionIdle()), now.minus(settings.sessionLifetime()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String hash(String id) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
