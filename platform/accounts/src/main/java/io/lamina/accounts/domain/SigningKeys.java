package io.lamina.accounts.domain;

import java.time.Instant;
import java.util.List;

/** The keys tokens are signed with, kept where every node sees them. */
public interface SigningKeys {
  /**
   * @param jwk the key pair as a JSON Web Key, with its private part
   */
  record SigningKey(String kid, String jwk, Instant createdAt) {
    @Override
    public String toString() {
      return "SigningKey[" + kid + "]";
    }
  }

  /** Newest first. */
  List<SigningKey> all();

  void add(SigningKey key);

  /** Forgets a key: tokens signed with it are refused from then on. */
  void remove(String kid);
}
