package io.lamina.storage.signing;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedForm;
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
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
  private final SigningSecrets secrets;
  private final String pathPrefix;
  private final String region;
  private final Clock clock;
  private final FormSigner forms;

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
    this.forms = new FormSigner(secrets, bucket, region, clock);
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
                  Link.AMZ_HEADER.matcher(name).matches() && !Link.OF_THE_SIGNATURE.contains(name),
                  "amzHeaders are lower-case x-amz-* headers other than those of the signature");
              parameters.put(name, value);
            });
    parameters.put(Link.MAX_BYTES, Long.toString(ticket.maxBytes()));
    if (ticket.contentType() != null) {
      parameters.put(Link.CONTENT_TYPE, ticket.contentType());
    }
    if (ticket.ruled()) {
      parameters.put(Link.RULED, "true");
    }
    return sign("PUT", "PutObject", ticket.key(), parameters, ticket.validFor(), publicBase);
  }

  @Override
  public PresignedForm post(PutTicket ticket, URI publicBase) {
    requireValidity(ticket.validFor());
    return forms.sign(ticket, URI.create(publicBase + pathPrefix));
  }

  @Override
  public URI address(BlobKey key, URI publicBase) {
    return URI.create(publicBase + path(key));
  }

  @Override
  public PresignedUrl get(GetTicket ticket, URI publicBase) {
    Map<String, String> parameters = new HashMap<>();
    if (ticket.fileName() != null) {
      parameters.put(Link.FILE_NAME, ticket.fileName());
    }
    return sign("GET", "GetObject", ticket.key(), parameters, ticket.validFor(), publicBase);
  }

  /**
   * @throws LaminaException 403, always in the same words, unless this very request was allowed
   */
  public PutTicket verifyPut(LinkRequest request) {
    Map<String, String> parameters = verify("PUT", "PutObject", request);
    Map<String, String> amzHeaders = new HashMap<>(parameters);
    amzHeaders.keySet().removeIf(name -> !name.startsWith(Link.AMZ_PREFIX));
    return new PutTicket(
        key(request),
        parameters.get(Link.CONTENT_TYPE),
        Long.parseLong(parameters.get(Link.MAX_BYTES)),
        Duration.ofSeconds(Long.parseLong(parameters.get(Link.EXPIRES))),
        amzHeaders,
        "true".equals(parameters.get(Link.RULED)));
  }

  /**
   * @param fields of the form that came before its file, by name
   * @throws LaminaException 403, always in the same words, unless this very form was given out
   */
  public PutTicket verifyPost(Map<String, String> fields) {
    return forms.verify(fields).orElseThrow(LinkSigner::refusal);
  }

  /**
   * The key that an address without a signature names.
   *
   * @throws LaminaException 403 where it lies outside of the bucket, as for a link that was changed
   */
  public BlobKey addressed(String path) {
    return key(new LinkRequest(path, null, Set.of()));
  }

  /** The path of a link or an address of an object. */
  public String path(BlobKey key) {
    return pathPrefix + key.value();
  }

  /** Whether a form may be sent there. */
  public boolean takesForms(String path) {
    return path.equals(pathPrefix) || path.equals(pathPrefix.substring(0, pathPrefix.length() - 1));
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
        Duration.ofSeconds(Long.parseLong(parameters.get(Link.EXPIRES))),
        parameters.get(Link.FILE_NAME));
  }

  private PresignedUrl sign(
      String method,
      String operation,
      BlobKey key,
      Map<String, String> parameters,
      Duration validFor,
      URI publicBase) {
    requireValidity(validFor);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String timestamp = Link.TIMESTAMP.format(now);
    String host = Link.withoutDefaultPort(publicBase.getAuthority());
    String path = path(key);
    parameters.put(Link.OPERATION, operation);
    parameters.put(Link.ALGORITHM, SigV4.ALGORITHM);
    parameters.put(Link.CREDENTIAL, Link.ACCESS_KEY + "/" + SigV4.scope(timestamp, region));
    parameters.put(Link.DATE, timestamp);
    parameters.put(Link.EXPIRES, Long.toString(validFor.toSeconds()));
    parameters.put(Link.SIGNED_HEADERS, SigV4.SIGNED_HEADERS);
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
            + Link.SIGNATURE
            + "="
            + signature;
    return new PresignedUrl(URI.create(url), now.plusSeconds(validFor.toSeconds()));
  }

  private static void requireValidity(Duration validFor) {
    require(
        validFor.toSeconds() >= 1 && validFor.compareTo(Link.LONGEST) <= 0,
        "validFor must be 1 s to 7 days");
  }

  private Map<String, String> verify(String method, String operation, LinkRequest request) {
    Map<String, String> parameters =
        QueryString.parse(request.query()).orElseThrow(LinkSigner::refusal);
    String signature = parameters.remove(Link.SIGNATURE);
    String timestamp = parameters.get(Link.DATE);
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
                Link.withoutDefaultPort(host));
        signed |= MessageDigest.isEqual(bytes(expected), bytes(signature));
      }
    }
    // what follows was written by us, or by someone who has the secret
    if (!signed
        || !operation.equals(parameters.get(Link.OPERATION))
        || !SigV4.ALGORITHM.equals(parameters.get(Link.ALGORITHM))
        || !SigV4.SIGNED_HEADERS.equals(parameters.get(Link.SIGNED_HEADERS))
        || !isNow(timestamp, parameters.get(Link.EXPIRES))) {
      throw refusal();
    }
    return parameters;
  }

  private boolean isNow(String timestamp, String expires) {
    try {
      Instant signedAt = Link.TIMESTAMP.parse(timestamp, Instant::from);
      Instant now = clock.instant();
      return !now.isAfter(signedAt.plusSeconds(Long.parseLong(expires)))
          && !signedAt.isAfter(now.plus(Link.SKEW));
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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** 403, in the words of every link that does not allow what was asked for. */
  public static LaminaException refusal() {
    return LaminaException.forbidden(
        "This link does not allow this request: it was changed, has expired, or is for something"
            + " else. Ask for a new link");
  }
}
