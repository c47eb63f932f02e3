package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.ADDRESS;
import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lamina.accounts.domain.SignInService.Claim;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.accounts.domain.oidc.OidcRealm;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials.Bearer;
import io.lamina.api.identity.Permission;
import io.lamina.testkit.TokenIssuer;
import io.lamina.testkit.TokenIssuer.Mood;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens of another issuer, over real HTTP to it, with a clock that the test moves. */
class OidcServiceTest {
  private static final String ID = "550e8400-e29b-41d4-a716-446655440000";

  private final TestAccounts accounts = new TestAccounts();
  private final TokenIssuer issuer = new TokenIssuer();
  private final User eve = accounts.user("eve", ID, Set.of("student"));

  @BeforeEach
  void trust() {
    accounts.settings.oidc = Optional.of(realm(issuer.issuer()));
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  private static OidcRealm realm(String issuer) {
    return new OidcRealm(
        issuer,
        Set.of("lamina"),
        Set.of("viewer"),
        Optional.empty(),
        List.of("realm_access", "roles"),
        Map.of("radiology", Set.of("radiologist"), "guests", Set.of("demo")),
        Set.of(JWSAlgorithm.RS256),
        Duration.ofSeconds(30),
        Duration.ofHours(1));
  }

  private Map<String, Object> claims(String... roles) {
    return issuer.claims(ID, "lamina", "viewer", accounts.clock.instant(), roles);
  }

  private Map<String, Object> changed(String name, Object value) {
    Map<String, Object> claims = claims();
    if (value == null) {
      claims.remove(name);
    } else {
      claims.put(name, value);
    }
    return claims;
  }

  private Caller by(String token) {
    return accounts.authenticator.authenticate(new Bearer(token), ADDRESS);
  }

  private void isRefused(String token) {
    assertEquals(
        SignInService.REFUSED, refused(ErrorKind.UNAUTHENTICATED, () -> by(token)).getMessage());
  }

  @Test
  void opensForTheUserWithItsSubjectWithTheRolesOfBoth() {
    Caller caller = by(issuer.token(claims("radiology", "unknown")));
    assertEquals(eve.id(), caller.userId());
    assertEquals(Set.of("student", "radiologist"), caller.roles());
    assertTrue(caller.may(Permission.STUDY_READ));
    assertTrue(caller.may(Permission.PATIENT_IMAGE_READ));
    assertFalse(by(issuer.token(claims())).may(Permission.STUDY_READ));
    assertEquals(Set.of("student"), accounts.users.byId(eve.id()).orElseThrow().roles());
  }

  @Test
  void aRoleThatConfinesDoesSo() {
    accounts.memberships.add(1, eve.id(), "editor");
    accounts.rights.membershipChanged(eve.id());
    assertTrue(accounts.rights.isMember(by(issuer.token(claims())), 1));
    Caller guest = by(issuer.token(claims("guests")));
    assertTrue(accounts.rights.isConfined(guest));
    assertFalse(accounts.rights.isMember(guest, 1));
    assertTrue(accounts.rights.isMember(by(issuer.token(claims())), 1));
  }

  /** H-01: the body of S1's log-in with a token of the very same user. */
  @Test
  void provesTheClaimOfItsOwnSubjectAlone() {
    Claim truth = new Claim(ID, "eve", "eve@example.com");
    Caller caller = by(issuer.token(claims()));
    assertEquals(eve.id(), accounts.signIns.signIn(truth, caller).user().id());
    User adam = accounts.user("adam", "660e8400-e29b-41d4-a716-446655440000", Set.of());
    Claim other = new Claim(adam.keycloakId().orElseThrow(), "adam", "adam@example.com");
    refused(ErrorKind.UNAUTHENTICATED, () -> accounts.signIns.signIn(other, caller));
  }

  @Test
  void makesNobodyAndChangesNobody() {
    isRefused(issuer.token(changed("sub", "770e8400-e29b-41d4-a716-446655440000")));
    isRefused(issuer.token(changed("sub", "admin")));
    assertEquals(1, accounts.users.list(Optional.empty(), 0, 10).total());
    accounts.users.update(
        eve.id(),
        new UserEdit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false)),
        Set.of());
    isRefused(issuer.token(claims()));
  }

  @Test
  void followsAKeycloakIdToItsNewUser() {
    by(issuer.token(claims()));
    accounts.users.update(
        eve.id(),
        new UserEdit(
            Optional.empty(),
            Optional.of("880e8400-e29b-41d4-a716-446655440000"),
            Optional.empty(),
            Optional.empty()),
        Set.of());
    accounts.directory.changed(eve.id());
    isRefused(issuer.token(claims()));
    User adam = accounts.user("adam", ID, Set.of());
    assertEquals(adam.id(), by(issuer.token(claims())).userId());
  }

  @Test
  void refusesEveryTokenThatIsNotMeantForUs() {
    long now = accounts.clock.instant().getEpochSecond();
    isRefused(issuer.token(changed("aud", "another")));
    isRefused(issuer.token(changed("aud", null)));
    isRefused(issuer.token(changed("azp", "another")));
    isRefused(issuer.token(changed("azp", null)));
    isRefused(issuer.token(changed("iss", issuer.issuer() + "/")));
    isRefused(issuer.token(changed("sub", null)));
    isRefused(issuer.token(changed("exp", null)));
    isRefused(issuer.token(changed("exp", now - 31)));
    isRefused(issuer.token(changed("nbf", now + 60)));
    isRefused(issuer.token(changed("typ", "ID")));
    isRefused(issuer.token(changed("typ", "Refresh")));
    by(issuer.token(changed("exp", now - 29)));
  }

  @Test
  void refusesEveryTokenThatIsNotSignedByTheIssuer() throws JOSEException {
    String good = issuer.token(claims());
    by(good);
    isRefused(good.substring(0, good.lastIndexOf('.') + 1));
    isRefused(good.substring(0, good.lastIndexOf('.') + 1) + "AAAA");
    isRefused(issuer.token(Map.of("alg", "none"), claims()));
    isRefused(issuer.token(Map.of("alg", "RS512", "kid", "x"), claims()));
    isRefused(issuer.token(Map.of("alg", "RS256", "typ", "logout+jwt"), claims()));
    SignedJWT symmetric =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer(issuer.issuer())
                .subject(ID)
                .audience("lamina")
                .claim("azp", "viewer")
                .expirationTime(Date.from(accounts.clock.instant().plusSeconds(60)))
                .build());
    symmetric.sign(new MACSigner("a secret that everybody can read".getBytes()));
    isRefused(symmetric.serialize());
    try (TokenIssuer mallory = new TokenIssuer()) {
      Map<String, Object> forged = mallory.claims(ID, "lamina", "viewer", Instant.now());
      isRefused(mallory.token(forged));
      forged.put("iss", issuer.issuer());
      isRefused(mallory.token(forged));
      assertEquals(0, mallory.asked());
    }
    isRefused(good + "x".repeat(20_000));
  }

  @Test
  void seesARotationAtOnceAndAsksNotTooOften() {
    by(issuer.token(claims()));
    assertEquals(2, issuer.asked(), "discovery and keys");
    by(issuer.token(claims()));
    assertEquals(2, issuer.asked());
    String old = issuer.token(claims());
    issuer.rotate(false);
    accounts.clock.advance(Duration.ofSeconds(11));
    by(issuer.token(claims()));
    assertEquals(4, issuer.asked());
    isRefused(old);
    for (int i = 0; i < 20; i++) {
      isRefused(issuer.token(Map.of("alg", "RS256", "kid", "made-up-" + i), claims()));
    }
    assertEquals(4, issuer.asked(), "unknown keys do not make us ask");
    accounts.clock.advance(Duration.ofSeconds(11));
    isRefused(issuer.token(Map.of("alg", "RS256", "kid", "made-up"), claims()));
    assertEquals(6, issuer.asked());
  }

  @ParameterizedTest
  @EnumSource(value = Mood.class, names = "GOOD", mode = EnumSource.Mode.EXCLUDE)
  void goesOnWithTheLastKeysForABoundedTimeWhateverHappensThere(Mood mood) {
    by(issuer.token(claims()));
    issuer.be(mood);
    accounts.clock.advance(Duration.ofMinutes(11));
    by(issuer.token(claims()));
    accounts.clock.advance(Duration.ofMinutes(50));
    refused(ErrorKind.UNAVAILABLE, () -> by(issuer.token(claims())));
    issuer.be(Mood.GOOD);
    assertTrue(opensAgain());
  }

  /** A question that hangs has to end before the next one is asked. */
  private boolean opensAgain() {
    for (int tries = 0; tries < 20; tries++) {
      accounts.clock.advance(Duration.ofSeconds(11));
      try {
        return by(issuer.token(claims())).userId() == eve.id();
      } catch (LaminaException e) {
        assertEquals(ErrorKind.UNAVAILABLE, e.kind());
      }
    }
    return false;
  }

  @Test
  void aTokenWithAnUnknownKeyIsNotJudgedWhileTheProviderHangs() {
    by(issuer.token(claims()));
    String known = issuer.token(claims());
    issuer.rotate(true);
    issuer.be(Mood.SLOW);
    accounts.clock.advance(Duration.ofSeconds(11));
    refused(ErrorKind.UNAVAILABLE, () -> by(issuer.token(claims())));
    assertEquals(eve.id(), by(known).userId(), "others go on");
    issuer.be(Mood.GOOD);
    assertTrue(opensAgain());
  }

  @Test
  void saysThatItCannotJudgeAndHangsNotWhereThereNeverWereKeys() {
    issuer.close();
    refused(ErrorKind.UNAVAILABLE, () -> by(issuer.token(claims())));
    String own = accounts.signIns.renew(accounts.caller(eve)).token();
    assertEquals(eve.id(), by(own).userId());
  }

  @Test
  void isOffWithoutARealm() {
    accounts.settings.oidc = Optional.empty();
    isRefused(issuer.token(claims()));
    assertEquals(0, issuer.asked());
  }
}
