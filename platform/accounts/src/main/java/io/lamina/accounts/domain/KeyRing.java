package io.lamina.accounts.domain;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.lamina.accounts.domain.SigningKeys.SigningKey;
import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The P-256 keys of our tokens. The newest signs; older ones verify until the last token they
 * signed has run out, and go then (H-15).
 */
@Component(service = KeyRing.class)
public final class KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  /** How long a key made or dropped on another node may stay unseen here. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** Tokens with unknown key ids make us look at most this often. */
  private static final Duration SEARCH_PAUSE = Duration.ofSeconds(1);

  private static final Duration KEPT_AFTER_SUCCESSOR = TokenService.LIFETIME.plusHours(1);

  private final SigningKeys keys;
  private final Settings settings;
  private final Changes changes;
  private final Clock clock;
  private volatile Ring ring = new Ring(Map.of(), Optional.empty(), Instant.MIN, Instant.MIN);

  /**
   * @param newest the key that signs
   */
  private record Ring(
      Map<String, ECKey> keys, Optional<ECKey> newest, Instant newestSince, Instant loadedAt) {}

  @Activate
  public KeyRing(
      @Reference SigningKeys keys, @Reference Settings settings, @Reference Changes changes) {
    this(keys, settings, changes, Clock.systemUTC());
  }

  KeyRing(SigningKeys keys, Settings settings, Changes changes, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.changes = changes;
    this.clock = clock;
  }

  /** The key to sign with, with its private part. Made when there is none or it is too old. */
  ECKey signingKey() {
    Ring current = notOlderThan(FRESH);
    if (isDue(current)) {
      synchronized (this) {
        current = load();
        if (isDue(current)) {
          rotate(null, false);
          current = ring;
        }
      }
    }
    return current.newest().orElseThrow();
  }

  private boolean isDue(Ring current) {
    return current.newest().isEmpty()
        || current.newestSince().plus(settings.signingKeyAge()).isBefore(clock.instant());
  }

  /** The key with an id, if we have it. */
  Optional<ECKey> find(String kid) {
    ECKey key = notOlderThan(FRESH).keys().get(kid);
    return Optional.ofNullable(key == null ? notOlderThan(SEARCH_PAUSE).keys().get(kid) : key);
  }

  /** The public keys as a JSON Web Key Set (RFC 7517). */
  public Map<String, Object> publicKeys() {
    signingKey();
    List<JWK> all = List.copyOf(notOlderThan(FRESH).keys().values());
    return new JWKSet(all).toJSONObject(true);
  }

  /**
   * Makes a new key that signs from now on.
   *
   * @param caller null where the age of the last one asks for it
   * @param dropOthers forgets all other keys at once: every token ends. For a key that leaked
   * @return id of the new key
   */
  public synchronized String rotate(Caller caller, boolean dropOthers) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ECKey key = generate();
    changes.told(
        caller,
        () -> {
          replace(key, now, dropOthers);
          return key;
        },
        made ->
            AuditEvent.of(AuditAction.CONFIGURE, "signing-key", made.getKeyID())
                .with("change", "rotated")
                .with("drop-others", dropOthers));
    load();
    LOG.info("Tokens are signed with the new key {}", key.getKeyID());
    return key.getKeyID();
  }

  private void replace(ECKey key, Instant now, boolean dropOthers) {
    List<SigningKey> before = keys.all();
    keys.add(new SigningKey(key.getKeyID(), key.toJSONString(), now));
    Instant successorSince = now;
    for (SigningKey old : before) {
      if (dropOthers || successorSince.plus(KEPT_AFTER_SUCCESSOR).isBefore(now)) {
        keys.remove(old.kid());
      }
      successorSince = old.createdAt();
    }
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyID(UUID.randomUUID().toString())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("No signing key could be made", e);
    }
  }

  private Ring notOlderThan(Duration age) {
    Ring current = ring;
    Instant now = clock.instant();
    if (now.minus(age).isBefore(current.loadedAt())) {
      return current;
    }
    synchronized (this) {
      return now.minus(age).isBefore(ring.loadedAt()) ? ring : load();
    }
  }

  private synchronized Ring load() {
    Map<String, ECKey> byId = new LinkedHashMap<>();
    List<SigningKey> stored = keys.all();
    for (SigningKey key : stored) {
      try {
        byId.put(key.kid(), ECKey.parse(key.jwk()));
      } catch (ParseException e) {
        // Not the exception itself: its text could quote the key.
        throw new IllegalStateException("The signing key " + key.kid() + " cannot be read");
      }
    }
    Optional<SigningKey> newest = stored.stream().findFirst();
    ring =
        new Ring(
            byId,
            newest.map(key -> byId.get(key.kid())),
            newest.map(SigningKey::createdAt).orElse(Instant.MIN),
            clock.instant());
    return ring;
  }
}
