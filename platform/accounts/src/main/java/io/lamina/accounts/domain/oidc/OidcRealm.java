package io.lamina.accounts.domain.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An identity provider whose access tokens count here.
 *
 * @param issuer the {@code iss} claim, letter by letter; below it lies the discovery document
 * @param audiences of which a token has to name one in {@code aud}
 * @param clients of which a token has to name one in {@code azp}; empty: any
 * @param keys where the keys are; empty: where the discovery document says
 * @param rolesClaim path of the claim that lists the realm's roles
 * @param roles site roles by role of the realm
 * @param algorithms with which tokens may be signed, asymmetric ones alone
 * @param skew by which the two clocks may differ
 * @param outage how long the last keys go on being used while the provider is away
 */
public record OidcRealm(
    String issuer,
    Set<String> audiences,
    Set<String> clients,
    Optional<URI> keys,
    List<String> rolesClaim,
    Map<String, Set<String>> roles,
    Set<JWSAlgorithm> algorithms,
    Duration skew,
    Duration outage) {
  private static final Set<JWSAlgorithm> KNOWN =
      Stream.of(
              JWSAlgorithm.Family.RSA.stream(),
              Stream.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512))
          .flatMap(each -> each)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * @throws IllegalArgumentException in words for hospital IT
   */
  public OidcRealm {
    audiences = Set.copyOf(audiences);
    clients = Set.copyOf(clients);
    rolesClaim = List.copyOf(rolesClaim);
    roles = Map.copyOf(roles);
    algorithms = Set.copyOf(algorithms);
    requireSafe("oidc.issuer", uri("oidc.issuer", issuer));
    keys.ifPresent(uri -> requireSafe("oidc.jwks.uri", uri));
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException(
          "oidc.audience must say which audience tokens are for, such as the client id of this"
              + " platform");
    }
    if (algorithms.isEmpty() || !KNOWN.containsAll(algorithms)) {
      throw new IllegalArgumentException(
          "oidc.algorithms must be some of "
              + KNOWN.stream()
                  .map(JWSAlgorithm::getName)
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /**
   * @throws IllegalArgumentException naming the key where it is no URI
   */
  public static URI uri(String key, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + " must be a URL, such as https://id.example/realms/x");
    }
  }

  /**
   * Keys that come over an open network could be anybody's.
   *
   * @throws IllegalArgumentException for anything but https, or http on this machine
   */
  static void requireSafe(String key, URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    boolean local =
        host != null
            && (host.equals("localhost") || host.equals("[::1]") || host.startsWith("127."));
    if (host == null || !(scheme.equals("https") || (scheme.equals("http") && local))) {
      throw new IllegalArgumentException(
          key + " must be an https URL (http is for this machine alone)");
    }
  }

  /** Where the provider describes itself (OpenID Connect Discovery 1.0, section 4). */
  URI discovery() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }
}
