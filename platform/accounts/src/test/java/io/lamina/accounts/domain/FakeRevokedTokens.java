package io.lamina.accounts.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Revoked tokens in memory. */
final class FakeRevokedTokens implements RevokedTokens {
  final Map<String, Instant> revoked = new HashMap<>();

  @Override
  public void add(String jti, long user, Instant expiresAt) {
    revoked.put(jti, expiresAt);
  }

  @Override
  public boolean contains(String jti) {
    return revoked.containsKey(jti);
  }

  @Override
  public void purge(Instant now) {
    revoked.values().removeIf(expiresAt -> expiresAt.isBefore(now));
  }
}
