package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Bearer tokens: JWTs signed with ES256 that run out after 24 hours (C-080) and can be revoked
 * before (H-15).
 */
@Component(service = TokenService.class)
public final class TokenService {
  /** What the documents promise: {@code expires_in: 86400}. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  /** Clocks of two nodes may differ by this much. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private static final Duration PURGE_PAUSE = Duration.ofHours(1);
  private static final int LONGEST_TOKEN = 4096;
  private static final String GENERATION = "gen";

  private final KeyRing keys;
  private final RevokedTokens revoked;
  private final Settings settings;
  private final Clock clock;
  private final Cache<String, Token> verified =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();
  private final Cache<String, Boolean> revocations;
  private Instant purgedAt = Instant.MIN;

  /**
   * What a token with a good signature says.
   *
   * @param generation of the user's password when it was issued
   */
  record Token(
      String jti, String kid, long userId, int generation, Instant notBefore, Instant expiresAt) {}

  @Activate
  public TokenService(
      @Reference KeyRing keys, @Reference RevokedTokens revoked, @Reference Settings settings) {
    this(keys, revoked, settings, Clock.systemUTC());
  }

  TokenService(KeyRing keys, RevokedTokens revoked, Settings settings, Clock clock) {
    this.keys = keys;
    this.revoked = revoked;
    this.settings = settings;
    this.clock = clock;
    this.revocations =
        Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfter(Expiry.writing((String jti, Boolean is) -> settings.stateCache()))
            .build();
  }

  String issue(User user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ECKey key = keys.signingKey();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .subject(Long.toString(user.id()))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim(GENERATION, user.secret().generation())
                .build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("A token could not be signed", e);
    }
    return token.serialize();
  }

  /**
   * What a token says that is ours, in force and not revoked; empty for every other one. Whether
   * its user may still sign in is for the caller to check.
   */
  Optional<Token> verify(String text) {
    Token token = verified.getIfPresent(text);
    if (token == null) {
      token = read(text).orElse(null);
      if (token == null) {
        return Optional.empty();
      }
      verified.put(text, token);
    }
    Instant now = clock.instant();
    boolean inForce =
        now.isBefore(token.expiresAt())
            && !now.plus(SKEW).isBefore(token.notBefore())
            && keys.find(token.kid()).isPresent()
            && !isRevoked(token.jti());
    return inForce ? Optional.of(token) : Optional.empty();
  }

  private boolean isRevoked(String jti) {
    return revocations.get(jti, revoked::contains);
  }

  /**
   * Ends a token of ours before its time, within a transaction; {@link #forget} is called after its
   * commit. Does nothing to any other token.
   */
  void revoke(String text) {
    verify(text)
        .ifPresent(
            token -> {
              revoked.add(token.jti(), token.userId(), token.expiresAt());
              purge();
            });
  }

  /** Until the commit others may have read that it is in force. */
  void forget(String text) {
    Optional.ofNullable(verified.getIfPresent(text))
        .or(() -> read(text))
        .ifPresent(token -> revocations.invalidate(token.jti()));
  }

  private synchronized void purge() {
    Instant now = clock.instant();
    if (now.minus(PURGE_PAUSE).isAfter(purgedAt)) {
      purgedAt = now;
      revoked.purge(now);
    }
  }

  private Optional<Token> read(String text) {
    if (text.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      JWSHeader header = jwt.getHeader();
      if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || header.getKeyID() == null) {
        return Optional.empty();
      }
      Optional<ECKey> key = keys.find(header.getKeyID());
      if (key.isEmpty() || !jwt.verify(new ECDSAVerifier(key.get()))) {
        return Optional.empty();
      }
      return claims(header.getKeyID(), jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      // Whatever is wrong with it, it is no token of ours; the text may hold secrets.
      return Optional.empty();
    }
  }

  private Optional<Token> claims(String kid, JWTClaimsSet claims) throws ParseException {
    Integer generation = claims.getIntegerClaim(GENERATION);
    if (!settings.issuer().equals(claims.getIssuer())
        || claims.getSubject() == null
        || claims.getJWTID() == null
        || claims.getNotBeforeTime() == null
        || claims.getExpirationTime() == null
        || generation == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Token(
            claims.getJWTID(),
            kid,
            Long.parseLong(claims.getSubject()),
            generation,
            claims.getNotBeforeTime().toInstant(),
            claims.getExpirationTime().toInstant()));
  }
}
