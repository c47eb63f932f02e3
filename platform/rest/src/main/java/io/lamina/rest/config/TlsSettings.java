package io.lamina.rest.config;

import java.nio.file.Path;

/**
 * How HTTPS is served.
 *
 * @param host address to listen on
 * @param port 0 is off, -1 takes a free one
 * @param keystore PKCS12 or JKS file; null for a certificate of our own making
 * @param password of the key store, or null where the file has it
 * @param passwordFile file that holds the password alone, or null
 * @param hstsSeconds for Strict-Transport-Security; 0 sends none. Never sent with a certificate of
 *     our own making: browsers would not let their users pass the warning any more
 */
public record TlsSettings(
    String host, int port, Path keystore, String password, Path passwordFile, long hstsSeconds) {

  public static final TlsSettings OFF = new TlsSettings("", 0, null, null, null, 0);

  public boolean on() {
    return port != 0;
  }

  public boolean selfSigned() {
    return keystore == null;
  }

  @Override
  public String toString() {
    return "TlsSettings[" + host + ":" + port + "]";
  }
}
