package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials.Bearer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** H-15, C-080. */
class TokenServiceTest {
  private final TestAccounts accounts = new TestAccounts();
  private User eve;
  private String token;

  @BeforeEach
  void signIn() {
    eve = accounts.user("eve", "annotator");
    token = accounts.tokens.issue(eve);
  }

  private void accepted(String text) {
    assertEquals(
        eve.id(), accounts.authenticator.authenticate(new Bearer(text), "192.0.2.7").userId());
  }

  private void refusedToken(String text) {
    assertEquals(
        SignInService.REFUSED,
        refused(
                ErrorKind.UNAUTHENTICATED,
                () -> accounts.authenticator.authenticate(new Bearer(text), "192.0.2.7"))
            .getMessage());
  }

  private JWTClaimsSet.Builder claims() throws Exception {
    return new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet());
  }

  private String signed(JWTClaimsSet claims, String kid, ECKey key) throws JOSEException {
    SignedJWT forged =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims);
    forged.sign(new ECDSASigner(key));
    return forged.serialize();
  }

  @Test
  void saysWhoForExactlyADay() throws Exception {
    SignedJWT read = SignedJWT.parse(token);
    JWTClaimsSet claims = read.getJWTClaimsSet();
    assertEquals(JWSAlgorithm.ES256, read.getHeader().getAlgorithm());
    assertEquals(Long.toString(eve.id()), claims.getSubject());
    assertEquals("lamina-test", claims.getIssuer());
    assertEquals(accounts.clock.instant(), claims.getIssueTime().toInstant());
    assertEquals(accounts.clock.instant(), claims.getNotBeforeTime().toInstant());
    assertEquals(
        accounts.clock.instant().plusSeconds(86_400), claims.getExpirationTime().toInstant());
    assertNotEquals(
        claims.getJWTID(),
        SignedJWT.parse(accounts.tokens.issue(eve)).getJWTClaimsSet().getJWTID());
  }

  @Test
  void runsOutToTheSecond() {
    accepted(token);
    accounts.clock.advance(Duration.ofSeconds(86_399));
    accepted(token);
    accounts.clock.advance(Duration.ofSeconds(1));
    refusedToken(token);
  }

  @Test
  void isGoodOnlyFromItsBeginningButForASmallDifferenceOfClocks() throws Exception {
    Instant soon = accounts.clock.instant().plusSeconds(9);
    Instant late = accounts.clock.instant().plusSeconds(11);
    ECKey key = accounts.keyRing.signingKey();
    accepted(signed(claims().notBeforeTime(Date.from(soon)).build(), key.getKeyID(), key));
    refusedToken(signed(claims().notBeforeTime(Date.from(late)).build(), key.getKeyID(), key));
  }

  @Test
  void oneChangedLetterIsRefused() {
    for (int at : new int[] {5, token.indexOf('.') + 20, token.lastIndexOf('.') + 20}) {
      char other = token.charAt(at) == 'A' ? 'B' : 'A';
      refusedToken(token.substring(0, at) + other + token.substring(at + 1));
    }
    accepted(token);
  }

  @Test
  void noTokenAtAllIsRefused() {
    for (String text :
        new String[] {"", ".", "..", "a.b.c", "eve", token + ".x", "x".repeat(9000)}) {
      refusedToken(text);
    }
  }

  @Test
  void algorithmNoneIsRefused() throws Exception {
    refusedToken(new PlainJWT(claims().build()).serialize());
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\",\"kid\":\"x\"}".getBytes("UTF-8"));
    refusedToken(header + token.substring(token.indexOf('.')));
  }

  @Test
  void ourPublicKeyTakenForASharedSecretIsRefused() throws Exception {
    ECKey key = accounts.keyRing.signingKey();
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
            claims().build());
    forged.sign(new MACSigner(key.toPublicJWK().toECPublicKey().getEncoded()));
    refusedToken(forged.serialize());
  }

  @Test
  void anotherKeyIsRefusedUnderItsOwnNameAndUnderOurs() throws Exception {
    ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("stranger").generate();
    refusedToken(signed(claims().build(), "stranger", stranger));
    refusedToken(signed(claims().build(), accounts.keyRing.signingKey().getKeyID(), stranger));
  }

  @Test
  void aTokenWithoutKeyIdOrWithAnotherIssuerIsRefused() throws Exception {
    ECKey key = accounts.keyRing.signingKey();
    refusedToken(signed(claims().build(), null, key));
    refusedToken(signed(claims().issuer("other").build(), key.getKeyID(), key));
    refusedToken(signed(claims().jwtID(null).build(), key.getKeyID(), key));
    refusedToken(signed(claims().subject("eve").build(), key.getKeyID(), key));
    refusedToken(signed(claims().expirationTime(null).build(), key.getKeyID(), key));
    accepted(signed(claims().build(), key.getKeyID(), key));
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAndNoOther() {
    String other = accounts.tokens.issue(eve);
    accepted(token);
    accounts.signIns.signOut(
        Caller.anonymous(TestAccounts.ADDRESS), Optional.of(token), Optional.empty());
    refusedToken(token);
    accepted(other);
    accounts.signIns.signOut(
        Caller.anonymous(TestAccounts.ADDRESS), Optional.of("no token"), Optional.empty());
    assertEquals(1, accounts.revoked.revoked.size());
  }

  @Test
  void revokedTokensThatRanOutAreForgotten() {
    accounts.signIns.signOut(
        Caller.anonymous(TestAccounts.ADDRESS), Optional.of(token), Optional.empty());
    accounts.clock.advance(TokenService.LIFETIME.plusMinutes(1));
    accounts.signIns.signOut(
        Caller.anonymous(TestAccounts.ADDRESS),
        Optional.of(accounts.tokens.issue(eve)),
        Optional.empty());
    assertEquals(1, accounts.revoked.revoked.size());
  }

  @Test
  void verifyingTwiceReadsNothing() {
    accepted(token);
    int users = accounts.users.reads.get();
    int keys = accounts.keys.reads;
    for (int i = 0; i < 100; i++) {
      accepted(token);
    }
    assertEquals(users, accounts.users.reads.get());
    assertEquals(keys, accounts.keys.reads);
  }

  @Test
  void anOldKeyVerifiesUntilItsLastTokenRanOut() {
    String kid = accounts.keyRing.signingKey().getKeyID();
    accounts.clock.advance(Duration.ofDays(90).plusSeconds(1));
    String late = accounts.tokens.issue(eve);
    assertNotEquals(kid, accounts.keyRing.signingKey().getKeyID());
    accepted(late);
    assertTrue(accounts.keyRing.find(kid).isPresent());
    accounts.clock.advance(Duration.ofDays(91));
    accounts.tokens.issue(eve);
    assertFalse(accounts.keyRing.find(kid).isPresent());
  }

  @Test
  void droppingAllKeysEndsEveryToken() {
    accepted(token);
    accounts.keyRing.rotate(null, false);
    accepted(token);
    accounts.keyRing.rotate(null, true);
    refusedToken(token);
    accepted(accounts.tokens.issue(eve));
  }

  @Test
  void aTokenOfAnotherNodesNewKeyIsAcceptedHere() {
    accepted(token);
    KeyRing elsewhere =
        new KeyRing(accounts.keys, accounts.settings, accounts.changes, accounts.clock);
    elsewhere.rotate(null, false);
    String theirs =
        new TokenService(elsewhere, accounts.revoked, accounts.settings, accounts.clock).issue(eve);
    accounts.clock.advance(Duration.ofSeconds(2));
    accepted(theirs);
  }

  @Test
  void publishesPublicHalvesThatVerify() throws Exception {
    JWKSet published = JWKSet.parse(accounts.keyRing.publicKeys());
    SignedJWT read = SignedJWT.parse(token);
    ECKey key = published.getKeyByKeyId(read.getHeader().getKeyID()).toECKey();
    assertFalse(key.isPrivate());
    assertTrue(read.verify(new ECDSAVerifier(key)));
    assertFalse(accounts.keyRing.publicKeys().toString().contains(" d="));
  }
}
