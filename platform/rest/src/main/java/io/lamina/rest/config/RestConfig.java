package io.lamina.rest.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/io.lamina.rest.cfg}. */
@ObjectClassDefinition(name = "Lamina front door")
public @interface RestConfig {
  @AttributeDefinition(
      name = "HTTP port",
      description = "0 takes a free one, written to LAMINA_DATA/run/http.port. LAMINA_HTTP_PORT")
  int http_port() default 8080;

  @AttributeDefinition(
      name = "Address to listen on",
      description = "Loopback by default; 0.0.0.0 for all. LAMINA_HTTP_HOST")
  String http_host() default "127.0.0.1";

  @AttributeDefinition(
      name = "Second HTTP port",
      description = "S5's clients know 8000 (X-30); 0 is off. LAMINA_HTTP_PORT_2")
  int http_port2() default 0;

  @AttributeDefinition(
      name = "Where plain HTTP is answered",
      description =
          "loopback: only to this machine, whatever the address to listen on; everywhere: on that"
              + " address too, for a proxy on another machine that speaks TLS")
  String plain_http() default "loopback";

  @AttributeDefinition(
      name = "HTTPS port",
      description =
          "0 is off on loopback, and 8443 where others reach the address and plain HTTP is for"
              + " loopback. LAMINA_HTTPS_PORT")
  int https_port() default 0;

  @AttributeDefinition(
      name = "Key store for HTTPS",
      description =
          "PKCS12 or JKS file with the certificate and its key; taken in anew when it changes."
              + " Empty: a certificate of Lamina's own making in LAMINA_DATA/tls")
  String https_keystore() default "";

  @AttributeDefinition(name = "Password of the key store")
  String https_keystore_password() default "";

  @AttributeDefinition(
      name = "File with the password of the key store",
      description = "Instead of the password itself")
  String https_keystore_password_file() default "";

  @AttributeDefinition(
      name = "HSTS",
      description =
          "Seconds for which browsers may not go back to HTTP; 0 is off. Not sent with a"
              + " certificate of Lamina's own making")
  long https_hsts_seconds() default 31_536_000;

  @AttributeDefinition(
      name = "Public URL",
      description =
          "Scheme, host and port by which clients reach the platform, such as"
              + " https://lamina.hospital.example; empty takes what the request says")
  String public_url() default "";

  @AttributeDefinition(
      name = "Trusted proxies",
      description = "Networks (CIDR) whose X-Forwarded-* headers are believed (H-19)")
  String[] trusted_proxies() default {};

  @AttributeDefinition(
      name = "Allowed origins",
      description = "Foreign web origins whose pages may call the platform (H-13)")
  String[] cors_origins() default {};

  @AttributeDefinition(name = "Largest JSON body", description = "Bytes")
  long max_json_bytes() default 1 << 20;

  @AttributeDefinition(
      name = "Drain time",
      description = "Seconds that requests in flight are given at a stop or a module change")
  int drain_seconds() default 30;

  @AttributeDefinition(
      name = "Idle timeout",
      description = "Seconds without a byte after which a connection is closed")
  int idle_seconds() default 60;

  @AttributeDefinition(
      name = "Threads",
      description =
          "Most requests that are worked on at once; waiting for a client or in a queue is no work."
              + " 0: four for each processor, 8 at least")
  int threads() default 0;

  @AttributeDefinition(
      name = "Connections",
      description = "Most connections altogether; never more than half of the process's open files")
  int connections() default 1024;

  @AttributeDefinition(
      name = "Connections per address",
      description =
          "Most connections of one client address; this machine and trusted proxies are exempt")
  int connections_per_address() default 256;

  @AttributeDefinition(
      name = "Time for the head of a request",
      description = "Seconds from its first byte to the end of its headers")
  int header_seconds() default 15;

  @AttributeDefinition(
      name = "Slowest transfer",
      description =
          "Bytes a second that a client has to send or read while he is waited for; 0 for any")
  int slowest_bytes_per_second() default 1000;

  @AttributeDefinition(
      name = "Time for a slow transfer",
      description = "Seconds over which that is taken")
  int slow_seconds() default 30;

  @AttributeDefinition(
      name = "Token of the metrics",
      description =
          "What a scraper beyond this machine sends as Authorization: Bearer, 16 characters and"
              + " more; empty for none")
  String metrics_token() default "";

  @AttributeDefinition(
      name = "Networks of the metrics",
      description = "Networks (CIDR) that read /metrics without signing in")
  String[] metrics_networks() default {};

  @AttributeDefinition(
      name = "Slow request",
      description =
          "Milliseconds of our own time from which on a request is warned of in the log; 0 for"
              + " never")
  int slow_request_millis() default 2000;

  @AttributeDefinition(
      name = "Days of statistics",
      description = "How many days of usage statistics are kept")
  int statistics_days() default 400;
}
