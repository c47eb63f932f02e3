package io.lamina.rest.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The settings, checked.
 *
 * @param httpPort 0 takes a free one
 * @param httpHost address on which plain HTTP is answered
 * @param httpPort2 0 is off
 * @param tls how HTTPS is served
 * @param publicUrl without trailing slash, or null
 * @param trustedProxies networks in CIDR notation
 * @param allowedOrigins as browsers send them, such as {@code https://viewer.example}
 * @param data folder of all state, or null to keep none
 * @param dev whether the development profile is on (D-11)
 * @param monitoring who may watch
 * @param connections what clients may hold
 */
public record DoorSettings(
    int httpPort,
    String httpHost,
    int httpPort2,
    TlsSettings tls,
    URI publicUrl,
    List<String> trustedProxies,
    List<String> allowedOrigins,
    long maxJsonBytes,
    Duration drain,
    Duration idle,
    int threads,
    Path data,
    boolean dev,
    MonitoringSettings monitoring,
    ConnectionSettings connections) {
  private static final int DEFAULT_HTTPS_PORT = 8443;
  private static final int LEAST_TURNS = 8;
  private static final int TURNS_OF_A_PROCESSOR = 4;

  /**
   * @param environment whose four variables of D-16 win over the configuration
   * @throws IllegalArgumentException for a setting that cannot work, in words for hospital IT
   */
  public static DoorSettings of(RestConfig config, Map<String, String> environment, Path data) {
    String host = environment.getOrDefault("LAMINA_HTTP_HOST", config.http_host());
    boolean dev = "dev".equals(environment.get("LAMINA_PROFILE"));
    if (dev && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "LAMINA_PROFILE=dev lets anyone sign in and is refused on an address that others reach ("
              + host
              + "): unset LAMINA_PROFILE, or set LAMINA_HTTP_HOST=127.0.0.1");
    }
    boolean plainOnLoopback = !plainEverywhere(config.plain_http()) && !isLoopback(host);
    int httpsPort = port(environment, "LAMINA_HTTPS_PORT", config.https_port());
    return new DoorSettings(
        port(environment, "LAMINA_HTTP_PORT", config.http_port()),
        plainOnLoopback ? "127.0.0.1" : host,
        port(environment, "LAMINA_HTTP_PORT_2", config.http_port2()),
        tls(config, host, httpsPort == 0 && plainOnLoopback ? DEFAULT_HTTPS_PORT : httpsPort),
        publicUrl(config.public_url()),
        clean(config.trusted_proxies()),
        clean(config.cors_origins()),
        config.max_json_bytes(),
        Duration.ofSeconds(config.drain_seconds()),
        Duration.ofSeconds(config.idle_seconds()),
        config.threads() > 0 ? config.threads() : turns(Runtime.getRuntime().availableProcessors()),
        data,
        dev,
        new MonitoringSettings(
            config.metrics_token().trim(),
            clean(config.metrics_networks()),
            Duration.ofMillis(config.slow_request_millis()),
            Math.max(1, config.statistics_days())),
        new ConnectionSettings(
            ConnectionSettings.within(config.connections()),
            config.connections_per_address(),
            Duration.ofSeconds(config.header_seconds()),
            new Pace(
                config.slowest_bytes_per_second(), Duration.ofSeconds(config.slow_seconds()))));
  }

  private static boolean plainEverywhere(String text) {
    return switch (text.trim()) {
      case "loopback" -> false;
      case "everywhere" -> true;
      default ->
          throw new IllegalArgumentException(
              "plain.http must be loopback or everywhere, not '" + text + "'");
    };
  }

  private static TlsSettings tls(RestConfig config, String host, int port) {
    Path keystore = file(config.https_keystore());
    Path passwordFile = file(config.https_keystore_password_file());
    if (keystore == null && (passwordFile != null || !config.https_keystore_password().isEmpty())) {
      throw new IllegalArgumentException(
          "https.keystore.password is set, but https.keystore names no key store");
    }
    if (passwordFile != null && !config.https_keystore_password().isEmpty()) {
      throw new IllegalArgumentException(
          "Set either https.keystore.password or https.keystore.password.file, not both");
    }
    if (config.https_hsts_seconds() < 0) {
      throw new IllegalArgumentException("https.hsts.seconds must be 0 or more");
    }
    return new TlsSettings(
        host,
        port,
        keystore,
        config.https_keystore_password(),
        passwordFile,
        config.https_hsts_seconds());
  }

  private static Path file(String text) {
    return text.isBlank() ? null : Path.of(text.trim()).toAbsolutePath();
  }

  private static int port(Map<String, String> environment, String name, int configured) {
    String text = environment.get(name);
    if (text == null || text.isBlank()) {
      return configured;
    }
    try {
      int port = Integer.parseInt(text.trim());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // refused below like any other value that is no port
    }
    throw new IllegalArgumentException(
        name + " must be a port from 0 to 65535, not '" + text + "'");
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("The address '" + host + "' is unknown here", e);
    }
  }

  private static URI publicUrl(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    URI uri = URI.create(text.trim().replaceAll("/+$", ""));
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || !uri.getRawPath().isEmpty()) {
      throw new IllegalArgumentException(
          "public.url must be scheme, host and port, such as https://lamina.example, not '"
              + text
              + "'");
    }
    return uri;
  }

  /** The same with other watchers and other bounds. */
  public DoorSettings with(MonitoringSettings watched, ConnectionSettings bounds) {
    return new DoorSettings(
        httpPort,
        httpHost,
        httpPort2,
        tls,
        publicUrl,
        trustedProxies,
        allowedOrigins,
        maxJsonBytes,
        drain,
        idle,
        threads,
        data,
        dev,
        watched,
        bounds);
  }

  /** The same with other HTTPS. */
  public DoorSettings withTls(TlsSettings other) {
    return new DoorSettings(
        httpPort,
        httpHost,
        httpPort2,
        other,
        publicUrl,
        trustedProxies,
        allowedOrigins,
        maxJsonBytes,
        drain,
        idle,
        threads,
        data,
        dev,
        monitoring,
        connections);
  }

  /** Enough to keep processors and disks busy, and few enough that each goes on quickly. */
  private static int turns(int processors) {
    return Math.max(LEAST_TURNS, TURNS_OF_A_PROCESSOR * processors);
  }

  private static List<String> clean(String[] values) {
    return Arrays.stream(values)
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::trim)
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
