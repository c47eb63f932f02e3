package io.lamina.accounts.domain.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What an identity provider publishes, over HTTP. Follows no redirects, takes no more than some
 * kilobytes and no longer than some seconds, whatever the other side does.
 */
final class RealmDocuments {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Of one document; discovery and keys are two. */
  static final Duration LONGEST = Duration.ofSeconds(3);

  private static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_KEYS = 50;
  private static final int LEAST_RSA_BITS = 2048;

  private final OidcRealm realm;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  RealmDocuments(OidcRealm realm) {
    this.realm = realm;
  }

  /** The public keys that sign now; fails with what went wrong. */
  CompletableFuture<JWKSet> keys() {
    CompletableFuture<URI> place =
        realm
            .keys()
            .map(CompletableFuture::completedFuture)
            .orElseGet(() -> json(realm.discovery()).thenApply(this::keysOf));
    return place.thenCompose(this::json).thenApply(RealmDocuments::parse);
  }

  private URI keysOf(Map<String, Object> discovery) {
    if (!realm.issuer().equals(discovery.get("issuer"))) {
      throw broken("the discovery document is that of another issuer");
    }
    if (!(discovery.get("jwks_uri") instanceof String text)) {
      throw broken("the discovery document names no jwks_uri");
    }
    URI uri = OidcRealm.uri("jwks_uri", text);
    OidcRealm.requireSafe("jwks_uri", uri);
    return uri;
  }

  private static JWKSet parse(Map<String, Object> document) {
    try {
      List<JWK> usable =
          JWKSet.parse(document).getKeys().stream()
              .filter(key -> key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
              .filter(key -> key.toPublicJWK() != null)
              .filter(key -> !(key instanceof RSAKey rsa) || rsa.size() >= LEAST_RSA_BITS)
              .limit(MOST_KEYS)
              .toList();
      if (usable.isEmpty()) {
        throw broken("the key set has no key to verify with");
      }
      return new JWKSet(usable);
    } catch (ParseException e) {
      throw broken("the key set cannot be read");
    }
  }

  private CompletableFuture<Map<String, Object>> json(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "application/json").timeout(LONGEST).build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, info -> new BoundedBody(MOST_BYTES));
    // The request's own time-out ends with the headers.
    return sent.copy()
        .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                sent.cancel(true);
              }
            })
        .thenApply(RealmDocuments::object);
  }

  private static Map<String, Object> object(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw broken("it answers " + answer.statusCode());
    }
    try {
      return JSONObjectUtils.parse(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw broken("it answers no JSON");
    }
  }

  private static CompletionException broken(String why) {
    return new CompletionException(new IOException(why));
  }
}
