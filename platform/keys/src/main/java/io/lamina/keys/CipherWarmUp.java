package io.lamina.keys;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses AES-GCM and SHA-256 from the start on until the JVM has put the processor's own instructions
 * in their place. Interpreted, a segment of 32 KiB takes a tenth of a second and more: a crowd that
 * came first would keep every core busy with that for seconds, and `/health` waiting.
 */
@Component(
    immediate = true,
    service = {})
public final class CipherWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(CipherWarmUp.class);
  private static final int SEGMENT_BYTES = 32 << 10;
  private static final int TAG_BYTES = 16;
  private static final int IV_BYTES = 12;
  private static final int SEGMENTS = 400;
  private static final Duration MOST = Duration.ofSeconds(5);

  private volatile boolean stopped;

  @Activate
  public CipherWarmUp() {
    Thread thread = new Thread(this::run, "lamina-cipher-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  void stop() {
    stopped = true;
  }

  private void run() {
    long start = System.nanoTime();
    try {
      String digest = use(start + MOST.toNanos());
      LOG.debug(
          "Ciphers are warm after {} ms ({})", (System.nanoTime() - start) / 1_000_000, digest);
    } catch (GeneralSecurityException e) {
      LOG.warn("This Java has no AES-GCM or SHA-256 of its own: {}", e.getMessage());
    }
  }

  /** Both directions; what comes out is used, or the compiler would leave all of it out. */
  private String use(long end) throws GeneralSecurityException {
    byte[] plain = new byte[SEGMENT_BYTES];
    byte[] sealed = new byte[SEGMENT_BYTES + TAG_BYTES];
    // of no data: nothing but these zeros is ever sealed with it
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] iv = new byte[IV_BYTES];
    for (int i = 0; i < SEGMENTS && !stopped && System.nanoTime() < end; i++) {
      // the cipher takes no nonce twice
      iv[0] = (byte) i;
      iv[1] = (byte) (i >> 8);
      GCMParameterSpec nonce = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.doFinal(plain, 0, plain.length, sealed);
      cipher.init(Cipher.DECRYPT_MODE, key, nonce);
      sha256.update(cipher.doFinal(sealed));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
