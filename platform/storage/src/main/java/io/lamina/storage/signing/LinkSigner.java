package io.lamina.storage.signing;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedUrl;
import io.lamina.api.blob.Presigner;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.LaminaException;
import io.lamina.api.keys.KeyVault;
import io.lamina.storage.config.StorageConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Signs links and reads them back. A link is its own ticket: everything it allows stands in its
 * parameters and is signed with them, so nothing is kept (D-20).
 */
@Component(
    service = {Presigner.class, LinkSigner.class},
    configurationPid = StorageConfig.PID)
public final class LinkSigner implements Presigner {
  private static final String ACCESS_KEY = "lamina";
  private static final String OPERATION = "x-id";
  private static final String ALGORITHM = "X-Amz-Algorithm";
  private static final String CREDENTIAL = "X-Amz-Credential";
  private static final String DATE = "X-Amz-Date";
  private static final String EXPIRES = "X-Amz-Expires";
  private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
  private static final String SIGNATURE = "X-Amz-Signature";
  private static final String MAX_BYTES = "x-lamina-max-bytes";
  private static final String CONTENT_TYPE = "x-lamina-content-type";
  private static final String FILE_NAME = "x-lamina-file-name";
  private static final String AMZ_PREFIX = "x-amz-";

  private static final Duration LONGEST = Duration.ofDays(7);

  /** How far another node's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern AMZ_HEADER = Pattern.compile("x-amz-[a-z0-9._-]{1,100}");
  private static final Set<String> OF_THE_SIGNATURE =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signedheaders",
          "x-amz-signature",
          "x-amz-security-token");

  private final SigningSecrets secrets;
  private final String pathPrefix;
  private final String region;
  private final Clock clock;

  @Activate
  public LinkSigner(BundleContext bundle, StorageConfig config, @Reference KeyVault vault)
      throws IOException {
    this(
        SigningSecrets.in(
            Path.of(bundle.getProperty("lamina.data"), "storage", "signing.key"), vault),
        config.bucket(),
        config.region(),
        Clock.systemUTC());
  }

  LinkSigner(SigningSecrets secrets, String bucket, String region, Clock clock) {
    require(
        bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
        "bucket in etc/io.lamina.storage.cfg must be 3 to 63 lower-case letters, digits, dots and"
            + " dashes");
    require(
        region.matches("[a-z0-9-]{1,40}"),
        "region in etc/io.lamina.storage.cfg must be lower-case letters, digits and dashes");
    this.secrets = secrets;
    this.pathPrefix = "/objects/" + bucket + "/";
    this.region = region;
    this.clock = clock;
  }

  @Override
  public PresignedUrl put(PutTicket ticket, URI publicBase) {
    require(ticket.maxBytes() >= 1, "maxBytes must be 1 or more");
    Map<String, String> parameters = new HashMap<>();
    ticket
        .amzHeaders()
        .forEach(
            (name, value) -> {
              require(
                  AMZ_HEADER.matcher(name).matches() && !OF_THE_SIGNATURE.contains(name),
                  "amzHeaders are lower-case x-amz-* headers other than those of the signature");
              parameters.put(name, value);
            });
    parameters.put(MAX_BYTES, Long.toString(ticket.maxBytes()));
    if (ticket.contentType() != null) {
      parameters.put(CONTENT_TYPE, ticket.contentType());
    }
    return sign("PUT", "PutObject", ticket.key(), parameters, ticket.validFor(), publicBase);
  }

  @Override
  public PresignedUrl get(GetTicket ticket, URI publicBase) {
    Map<String, String> parameters = new HashMap<>();
    if (ticket.fileName() != null) {
      parameters.put(FILE_NAME, ticket.fileName());
    }
    return sign("GET", "GetObject", ticket.key(), parameters, ticket.validFor(), publicBase);
  }

  /**
   * @throws LaminaException 403, always in the same words, unless this very request was allowed
   */
  public PutTicket verifyPut(LinkRequest request) {
    Map<String, String> parameters = verify("PUT", "PutObject", request);
    Map<String, String> amzHeaders = new HashMap<>(parameters);
    amzHeaders.keySet().removeIf(name -> !name.startsWith(AMZ_PREFIX));
    return new PutTicket(
        key(request),
        parameters.get(CONTENT_TYPE),
        Long.parseLong(parameters.get(MAX_BYTES)),
        Duration.ofSeconds(Long.parseLong(parameters.get(EXPIRES))),
        amzHeaders);
  }

  /**
   * For GET and HEAD.
   *
   * @throws LaminaException 403, always in the same words, unless this very request was allowed
   */
  public GetTicket verifyGet(LinkRequest request) {
    Map<String, String> parameters = verify("GET", "GetObject", request);
    return new GetTicket(
        key(request),
        Duration.ofSeconds(Long.parseLong(parameters.get(EXPIRES))),
        parameters.get(FILE_NAME));
  }

  private PresignedUrl sign(
      String method,
      String operation,
      BlobKey key,
      Map<String, String> parameters,
      Duration validFor,
      URI publicBase) {
    require(
        validFor.toSeconds() >= 1 && validFor.compareTo(LONGEST) <= 0,
        "validFor must be 1 s to 7 days");
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String timestamp = TIMESTAMP.format(now);
    String host = withoutDefaultPort(publicBase.getAuthority());
    String path = pathPrefix + key.value();
    parameters.put(OPERATION, operation);
    parameters.put(ALGORITHM, SigV4.ALGORITHM);
    parameters.put(CREDENTIAL, ACCESS_KEY + "/" + SigV4.scope(timestamp, region));
    parameters.put(DATE, timestamp);
    parameters.put(EXPIRES, Long.toString(validFor.toSeconds()));
    parameters.put(SIGNED_HEADERS, SigV4.SIGNED_HEADERS);
    String signature =
        SigV4.signature(secrets.signing(), region, timestamp, method, path, parameters, host);
    String url =
        publicBase.getScheme()
            + "://"
            + host
            + path
            + "?"
            + SigV4.query(parameters)
            + "&"
            + SIGNATURE
            + "="
            + signature;
    return new PresignedUrl(URI.create(url), now.plusSeconds(validFor.toSeconds()));
  }

  private Map<String, String> verify(String method, String operation, LinkRequest request) {
    Map<String, String> parameters =
        QueryString.parse(request.query()).orElseThrow(LinkSigner::refusal);
    String signature = parameters.remove(SIGNATURE);
    String timestamp = parameters.get(DATE);
    if (signature == null || timestamp == null || !timestamp.matches("\\d{8}T\\d{6}Z")) {
      throw refusal();
    }
    boolean signed = false;
    for (String secret : secrets.secrets()) {
      for (String host : request.hosts()) {
        String expected =
            SigV4.signature(
                secret,
                region,
                timestamp,
                method,
                request.path(),
                parameters,
                withoutDefaultPort(host));
        signed |= MessageDigest.isEqual(bytes(expected), bytes(signature));
      }
    }
    // what follows was written by us, or by someone who has the secret
    if (!signed
        || !operation.equals(parameters.get(OPERATION))
        || !SigV4.ALGORITHM.equals(parameters.get(ALGORITHM))
        || !SigV4.SIGNED_HEADERS.equals(parameters.get(SIGNED_HEADERS))
        || !isNow(timestamp, parameters.get(EXPIRES))) {
      throw refusal();
    }
    return parameters;
  }

  private boolean isNow(String timestamp, String expires) {
    try {
      Instant signedAt = TIMESTAMP.parse(timestamp, Instant::from);
      Instant now = clock.instant();
      return !now.isAfter(signedAt.plusSeconds(Long.parseLong(expires)))
          && !signedAt.isAfter(now.plus(SKEW));
    } catch (DateTimeException | NumberFormatException e) {
      return false;
    }
  }

  private BlobKey key(LinkRequest request) {
    if (!request.path().startsWith(pathPrefix)) {
      throw refusal();
    }
    return new BlobKey(request.path().substring(pathPrefix.length()));
  }

  /** Clients leave the default port out of the Host header, whatever the link says. */
  private static String withoutDefaultPort(String authority) {
    String host = authority.toLowerCase(Locale.ROOT);
    for (String port : Set.of(":80", ":443")) {
      if (host.endsWith(port)) {
        return host.substring(0, host.length() - port.length());
      }
    }
    return host;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static LaminaException refusal() {
    return LaminaException.forbidden(
        "This link does not allow this request: it was changed, has expired, or is for something"
            + " else. Ask for a new link");
  }
}
