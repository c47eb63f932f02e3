package io.lamina.accounts.domain;

import io.lamina.accounts.domain.UserDirectory.Known;
import io.lamina.accounts.domain.apikey.ApiKeyService;
import io.lamina.accounts.domain.oidc.OidcService;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The platform's authenticator: there once the first boot is done. */
@Component(service = Authenticator.class)
public final class AccountsAuthenticator implements Authenticator {
  private final SignInService signIns;
  private final ApiKeyService apiKeys;
  private final OidcService oidc;
  private final SessionService sessions;

  @Activate
  public AccountsAuthenticator(
      @Reference SignInService signIns,
      @Reference ApiKeyService apiKeys,
      @Reference OidcService oidc,
      @Reference SessionService sessions,
      @Reference FirstBoot firstBoot) {
    this(signIns, apiKeys, oidc, sessions);
  }

  AccountsAuthenticator(
      SignInService signIns, ApiKeyService apiKeys, OidcService oidc, SessionService sessions) {
    this.signIns = signIns;
    this.apiKeys = apiKeys;
    this.oidc = oidc;
    this.sessions = sessions;
  }

  @Override
  public Caller authenticate(Credentials credentials, String address) {
    Known known;
    if (credentials instanceof Credentials.ApiKey key) {
      return apiKeys.authenticate(key.key(), address);
    } else if (credentials instanceof Credentials.Bearer bearer) {
      if (ApiKeyService.isKey(bearer.token())) {
        return apiKeys.authenticate(bearer.token(), address);
      }
      Optional<Caller> foreign = oidc.authenticate(bearer.token(), address);
      if (foreign.isPresent()) {
        return foreign.get();
      }
      known = signIns.byToken(bearer.token());
    } else if (credentials instanceof Credentials.Basic basic) {
      known = signIns.byPassword(basic.username(), basic.password(), address);
    } else if (credentials instanceof Credentials.Session session) {
      known = sessions.find(session.id()).orElseThrow(SignInService::refused);
    } else {
      throw SignInService.refused();
    }
    return known.caller(address);
  }
}
