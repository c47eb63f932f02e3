package io.lamina.rest.tls;

import io.lamina.rest.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A key store that was read and found usable.
 *
 * @param fingerprint SHA-256 of the certificate, as browsers and openssl show it
 */
public record ServerKeys(KeyStore store, String password, String fingerprint) {

  /**
   * Reads the key store of the settings.
   *
   * @throws IOException in words for hospital IT
   */
  static ServerKeys read(TlsSettings settings) throws IOException {
    Path file = settings.keystore();
    if (!Files.isReadable(file)) {
      throw new IOException("The key store " + file + " is not there or not readable");
    }
    String password = password(settings);
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
      X509Certificate certificate = certificate(store, password);
      if (certificate == null) {
        throw new IOException("The key store " + file + " holds no private key with a certificate");
      }
      certificate.checkValidity();
      return new ServerKeys(store, password, fingerprint(certificate));
    } catch (CertificateExpiredException e) {
      throw new IOException("The certificate in " + file + " has expired", e);
    } catch (UnrecoverableKeyException e) {
      throw new IOException("The password does not open the key in " + file, e);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new IOException("The password does not open the key store " + file, e);
      }
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IOException("The key store " + file + " cannot be used", e);
    }
  }

  private static String password(TlsSettings settings) throws IOException {
    if (settings.passwordFile() == null) {
      return settings.password() == null ? "" : settings.password();
    }
    if (!Files.isReadable(settings.passwordFile())) {
      throw new IOException(
          "The password file " + settings.passwordFile() + " is not there or not readable");
    }
    return Files.readString(settings.passwordFile()).strip();
  }

  private static X509Certificate certificate(KeyStore store, String password)
      throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)
          && store.getKey(alias, password.toCharArray()) != null
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        return certificate;
      }
    }
    return null;
  }

  static String fingerprint(Certificate certificate) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "ServerKeys[" + fingerprint + "]";
  }
}
