package io.lamina.accounts.domain;

import io.lamina.accounts.domain.oidc.OidcRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What operators decide. Values may change while the platform runs: ask again, keep nothing. */
public interface Settings {
  Roles roles();

  /** The {@code iss} claim of our tokens. */
  String issuer();

  /** Age after which a new key signs. */
  Duration signingKeyAge();

  /** How long a change made on another node may stay unseen here. */
  Duration stateCache();

  /**
   * How many failures are free before further attempts wait.
   *
   * @param perAccountAndAddress for one account from one address
   * @param perAddress from one address, for all accounts together
   * @param perAccount for one account, from all addresses together
   */
  record Guesses(int perAccountAndAddress, int perAddress, int perAccount) {}

  /** Empty: no limit (LAMINA_RATE_LIMITS=off). */
  Optional<Guesses> guesses();

  /** Open API keys that one user may have. */
  int apiKeysPerUser();

  /** How long an API key is good at most, and where its maker does not say. */
  Duration apiKeyLifetime();

  /**
   * How people get accounts by themselves.
   *
   * @param role site role of who signs up
   * @param mostPending how many may wait for approval
   * @param invitationLife of an invitation, at most
   */
  record SignUp(Mode mode, String role, int mostPending, Duration invitationLife) {
    /** Who may sign up. */
    public enum Mode {
      /** Whom somebody invited. */
      INVITATION,
      /** Anybody; without an invitation he waits for an approval. */
      APPROVAL,
      /** Nobody. */
      OFF
    }
  }

  SignUp signUp();

  /** The identity provider whose tokens count; empty: none. */
  Optional<OidcRealm> oidc();

  /** How long a browser's session lives without a request. */
  Duration sessionIdle();

  /** How long a browser's session lives at most. */
  Duration sessionLifetime();

  /** Sessions that a user may have at once; the one unused longest ends for a new one. */
  int sessionsPerUser();

  /** Whether H-01's sign-in without proof is on for local clients (LAMINA_PROFILE=dev, D-11). */
  boolean developmentProfile();

  /** LAMINA_ADMIN_PASSWORD (D-10). */
  Optional<String> firstPassword();

  /** LAMINA_DATA. */
  Path dataFolder();
}
