package io.lamina.accounts.domain;

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

  /** Failures for one user name from one address before further attempts wait; empty: no limit. */
  Optional<Integer> failedSignIns();

  /** Whether H-01's sign-in without proof is on for local clients (LAMINA_PROFILE=dev, D-11). */
  boolean developmentProfile();

  /** LAMINA_ADMIN_PASSWORD (D-10). */
  Optional<String> firstPassword();

  /** LAMINA_DATA. */
  Path dataFolder();
}
