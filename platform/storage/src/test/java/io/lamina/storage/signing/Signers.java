package io.lamina.storage.signing;

import java.time.Clock;
import java.util.List;

/** Signers with known secrets, for tests. */
public final class Signers {
  static final String SECRET = "first-secret-of-the-tests-000000000";
  static final String OLD_SECRET = "older-secret-of-the-tests-000000000";

  private Signers() {}

  public static LinkSigner signer(Clock clock) {
    return signer(clock, SECRET);
  }

  static LinkSigner signer(Clock clock, String... secrets) {
    return new LinkSigner(new SigningSecrets(List.of(secrets)), "lamina", "lamina", clock);
  }
}
