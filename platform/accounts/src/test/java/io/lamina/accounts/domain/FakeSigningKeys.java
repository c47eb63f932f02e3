package io.lamina.accounts.domain;

import java.util.ArrayList;
import java.util.List;

/** Signing keys in memory. */
final class FakeSigningKeys implements SigningKeys {
  final List<SigningKey> keys = new ArrayList<>();
  int reads;

  @Override
  public List<SigningKey> all() {
    reads++;
    return List.copyOf(keys);
  }

  @Override
  public void add(SigningKey key) {
    keys.add(0, key);
  }

  @Override
  public void remove(String kid) {
    keys.removeIf(key -> key.kid().equals(kid));
  }
}
