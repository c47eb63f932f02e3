package io.lamina.accounts.domain.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Judges access tokens of one identity provider (RFC 9068, and Keycloak's own kind). */
final class RealmTokens {
  static final int LONGEST_TOKEN = 16 * 1024;
  private static final int MOST_ROLES = 1000;

  private final OidcRealm realm;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * What a good token says.
   *
   * @param subject the provider's id of the user
   * @param roles site roles that its roles stand for
   */
  record Identity(String subject, Set<String> roles) {}

  RealmTokens(OidcRealm realm, JWKSource<SecurityContext> keys, Clock clock) {
    this.realm = realm;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(realm.algorithms(), keys));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            // the library looks for null in it, which a set of Set.of refuses
            new HashSet<>(realm.audiences()),
            new JWTClaimsSet.Builder().issuer(realm.issuer()).build(),
            Set.of("sub", "exp"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew((int) realm.skew().toSeconds());
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Whether a text claims to come from the provider. */
  boolean areMeantBy(String text) {
    if (text.length() > LONGEST_TOKEN) {
      return false;
    }
    try {
      return realm.issuer().equals(SignedJWT.parse(text).getJWTClaimsSet().getIssuer());
    } catch (ParseException | RuntimeException e) {
      return false;
    }
  }

  /**
   * @return empty for a token that is not good, for whatever reason
   * @throws io.lamina.api.error.LaminaException 503 where its keys cannot be had
   */
  Optional<Identity> verify(String text) {
    try {
      JWTClaimsSet claims = processor.process(SignedJWT.parse(text), null);
      return isAccessToken(claims) && isFromAClient(claims)
          ? Optional.of(new Identity(claims.getSubject(), siteRoles(claims)))
          : Optional.empty();
    } catch (ParseException | BadJOSEException | JOSEException e) {
      // Whatever is wrong with it; the text may hold secrets.
      return Optional.empty();
    }
  }

  /** Keycloak marks its kinds: an ID token or a refresh token opens nothing. */
  private static boolean isAccessToken(JWTClaimsSet claims) {
    Object type = claims.getClaim("typ");
    return type == null || "Bearer".equals(type);
  }

  private boolean isFromAClient(JWTClaimsSet claims) {
    return realm.clients().isEmpty()
        || (claims.getClaim("azp") instanceof String client && realm.clients().contains(client));
  }

  private Set<String> siteRoles(JWTClaimsSet claims) {
    Object value = claims.getClaims();
    for (String step : realm.rolesClaim()) {
      value = value instanceof Map<?, ?> object ? object.get(step) : null;
    }
    Stream<?> named = Stream.empty();
    if (value instanceof Collection<?> list) {
      named = list.stream();
    } else if (value instanceof String words) {
      named = Stream.of(words.split(" "));
    }
    Set<String> roles = new LinkedHashSet<>();
    named
        .limit(MOST_ROLES)
        .filter(String.class::isInstance)
        .forEach(each -> roles.addAll(realm.roles().getOrDefault(each, Set.of())));
    return roles;
  }
}
