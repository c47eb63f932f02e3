package io.lamina.api.keys;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The installation's keyset, unlocked by the key file (D-16). Registered as a service only once the
 * keyset is open: whatever needs a key references it and waits.
 */
@ProviderType
public interface KeyVault {
  /**
   * A secret that only this installation has: the same at every call, after every restart and every
   * rotation, different for every purpose (HKDF with SHA-256, RFC 5869, of the root secret).
   *
   * @param purpose such as {@code database} or {@code audit.head}
   * @param length bytes wanted, 16 to 64
   */
  byte[] secret(String purpose, int length);

  /**
   * Seals something small, such as a data key, with AES-256-GCM under the newest key of the keyset.
   *
   * @param plaintext 0 to 65,536 bytes
   * @param context what the sealed bytes belong to; opening asks for the same bytes, so that a
   *     sealed value cannot be moved to another place
   * @return {@link #OVERHEAD} bytes longer than the plaintext
   */
  byte[] seal(byte[] plaintext, byte[] context);

  /**
   * Opens what {@link #seal} made, also with a key of the keyset that has been followed by others.
   *
   * @throws KeyVaultException where the bytes or the context were changed, or the key is not in
   *     this keyset
   */
  byte[] open(byte[] sealed, byte[] context);

  /** Bytes that sealing adds: key id (4), nonce (12), tag (16). */
  int OVERHEAD = 32;
}
