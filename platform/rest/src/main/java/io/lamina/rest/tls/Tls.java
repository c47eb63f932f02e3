package io.lamina.rest.tls;

import io.lamina.api.keys.KeyVault;
import io.lamina.rest.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's side of TLS; a changed key store is taken in while the platform runs. */
public final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final long LOOK_AGAIN_SECONDS = 1;

  /** TLS 1.3's, and of TLS 1.2 those with forward secrecy and authenticated encryption. */
  private static final String[] CIPHERS = {
    "TLS_AES_.*", "TLS_CHACHA20_.*", "TLS_ECDHE_.*_GCM_.*", "TLS_ECDHE_.*_CHACHA20_.*"
  };

  private final TlsSettings settings;
  private final boolean selfSigned;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private final ScheduledExecutorService watch;
  private String seen;
  private volatile ServerKeys keys;

  /**
   * @param data folder below which a certificate of our own is kept; null only where the settings
   *     name a key store
   * @param vault from which that certificate's password comes; null as above
   * @throws IOException in words for hospital IT
   */
  public Tls(TlsSettings wanted, Path data, KeyVault vault) throws IOException {
    selfSigned = wanted.selfSigned();
    if (selfSigned && (data == null || vault == null)) {
      throw new IOException("HTTPS needs https.keystore, or a data folder for a certificate");
    }
    settings =
        selfSigned
            ? new SelfSigned(data.resolve("tls"), MachineNames.all(), vault, Clock.systemUTC())
                .complete(wanted)
            : wanted;
    seen = stamp();
    keys = ServerKeys.read(settings);
    context.setKeyStore(keys.store());
    context.setKeyStorePassword(keys.password());
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    context.setIncludeCipherSuites(CIPHERS);
    context.setRenegotiationAllowed(false);
    watch =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "lamina-tls-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  public SslContextFactory.Server context() {
    return context;
  }

  /** What makes a request secure, with the header that keeps browsers from going back to HTTP. */
  public SecureRequestCustomizer customizer() {
    long hsts = selfSigned || settings.hstsSeconds() == 0 ? -1 : settings.hstsSeconds();
    // clients name hospital hosts by addresses and aliases, so the certificate's name is not forced
    return new SecureRequestCustomizer(false, hsts, false);
  }

  public String fingerprint() {
    return keys.fingerprint();
  }

  /** From now on a change of the files is seen within seconds. */
  public void start() {
    LOG.info(
        "HTTPS is open with {}; its SHA-256 fingerprint is {}",
        selfSigned ? "a certificate of its own making" : "the certificate of https.keystore",
        keys.fingerprint());
    watch.scheduleWithFixedDelay(
        this::look, LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      String now = stamp();
      if (!now.equals(seen)) {
        seen = now;
        reload();
      }
    } catch (Exception e) {
      LOG.error("The certificate stays as it was: {}", e.getMessage());
    }
  }

  /** Reads it first: Jetty drops the old one before it looks at the new one. */
  private void reload() throws Exception {
    ServerKeys fresh = ServerKeys.read(settings);
    context.reload(
        changed -> {
          changed.setKeyStore(fresh.store());
          changed.setKeyStorePassword(fresh.password());
        });
    keys = fresh;
    LOG.info("A new certificate is in use; its SHA-256 fingerprint is {}", fresh.fingerprint());
  }

  private String stamp() throws IOException {
    StringBuilder stamp = new StringBuilder();
    for (Path file : new Path[] {settings.keystore(), settings.passwordFile()}) {
      if (file != null && Files.exists(file)) {
        stamp.append(Files.getLastModifiedTime(file)).append(' ').append(Files.size(file));
      }
      stamp.append('|');
    }
    return stamp.toString();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
