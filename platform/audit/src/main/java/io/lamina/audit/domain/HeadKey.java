package io.lamina.audit.domain;

import io.lamina.api.keys.KeyVault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** The key pair that signs heads: derived from the installation's secrets, stored nowhere. */
final class HeadKey {
  private static final String PURPOSE = "audit.head";

  /** SubjectPublicKeyInfo of an Ed25519 key, before its 32 bytes (RFC 8410). */
  private static final byte[] SPKI = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private final Ed25519PrivateKeyParameters privateKey;
  private final Ed25519PublicKeyParameters publicKey;

  HeadKey(KeyVault vault) {
    privateKey =
        new Ed25519PrivateKeyParameters(
            vault.secret(PURPOSE, Ed25519PrivateKeyParameters.KEY_SIZE), 0);
    publicKey = privateKey.generatePublicKey();
  }

  Head sign(Head unsigned) {
    byte[] text = bytes(unsigned);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(text, 0, text.length);
    return unsigned.signedWith(signer.generateSignature());
  }

  boolean hasSigned(Head head) {
    byte[] text = bytes(head);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, publicKey);
    signer.update(text, 0, text.length);
    return signer.verifySignature(head.signatureBytes());
  }

  /** The public half as PEM, for openssl. */
  String publicPem() {
    byte[] key = publicKey.getEncoded();
    byte[] all = new byte[SPKI.length + key.length];
    System.arraycopy(SPKI, 0, all, 0, SPKI.length);
    System.arraycopy(key, 0, all, SPKI.length, key.length);
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(all)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] bytes(Head head) {
    return head.signed().getBytes(StandardCharsets.US_ASCII);
  }
}
