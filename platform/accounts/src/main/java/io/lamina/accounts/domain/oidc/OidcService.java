package io.lamina.accounts.domain.oidc;

import io.lamina.accounts.domain.Names;
import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.SignInService;
import io.lamina.accounts.domain.UserDirectory;
import io.lamina.accounts.domain.UserDirectory.Known;
import io.lamina.accounts.domain.oidc.RealmTokens.Identity;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Users of an identity provider by its access tokens. Who is meant is the user with that
 * keycloak_id; none is made, none is changed (H-01). Roles of the token count beside those on
 * record, for its request alone.
 */
@Component(service = OidcService.class)
public final class OidcService {
  private final UserDirectory directory;
  private final Settings settings;
  private final Clock clock;
  private Trusted trusted;

  private record Trusted(OidcRealm realm, RealmTokens tokens) {}

  @Activate
  public OidcService(@Reference UserDirectory directory, @Reference Settings settings) {
    this(directory, settings, Clock.systemUTC());
  }

  public OidcService(UserDirectory directory, Settings settings, Clock clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Whom a token of the provider lets in.
   *
   * @return empty where the token does not claim to come from the provider, or there is none
   * @throws LaminaException 401 for one that is not good; 503 where its keys cannot be had
   */
  public Optional<Caller> authenticate(String token, String address) {
    return tokens().filter(each -> each.areMeantBy(token)).map(each -> judge(each, token, address));
  }

  private Caller judge(RealmTokens tokens, String token, String address) {
    Identity identity = tokens.verify(token).orElseThrow(SignInService::refused);
    Known known =
        Names.isKeycloakId(identity.subject())
            ? directory
                .byKeycloakId(Names.keycloakId(identity.subject()))
                .filter(each -> each.user().active())
                .orElseThrow(SignInService::refused)
            : refuse();
    Roles roles = known.roles();
    Set<String> names = new HashSet<>(known.user().roles());
    names.addAll(identity.roles());
    return new Caller(
        known.user().id(), known.user().username(), names, roles.permissions(names), address);
  }

  private static Known refuse() {
    throw SignInService.refused();
  }

  private synchronized Optional<RealmTokens> tokens() {
    Optional<OidcRealm> realm = settings.oidc();
    if (realm.isEmpty()) {
      trusted = null;
      return Optional.empty();
    }
    if (trusted == null || !trusted.realm().equals(realm.get())) {
      RealmKeys keys = new RealmKeys(realm.get(), new RealmDocuments(realm.get())::keys, clock);
      trusted = new Trusted(realm.get(), new RealmTokens(realm.get(), keys, clock));
    }
    return Optional.of(trusted.tokens());
  }
}
