package io.lamina.accounts.domain;

import io.lamina.accounts.domain.UserDirectory.Known;
import io.lamina.accounts.domain.apikey.ApiKeyService;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The platform's authenticator: there once the first boot is done. */
@Component(service = Authenticator.class)
public final class AccountsAuthenticator implements Authenticator {
  private final SignInService signIns;
  private final ApiKeyService apiKeys;

  @Activate
  public AccountsAuthenticator(
      @Reference SignInService signIns,
      @Reference ApiKeyService apiKeys,
      @Reference FirstBoot firstBoot) {
    this(signIns, apiKeys);
  }

  AccountsAuthenticator(SignInService signIns, ApiKeyService apiKeys) {
    this.signIns = signIns;
    this.apiKeys = apiKeys;
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
      known = signIns.byToken(bearer.token());
    } else if (credentials instanceof Credentials.Basic basic) {
      known = signIns.byPassword(basic.username(), basic.password(), address);
    } else {
      throw SignInService.refused();
    }
    return known.caller(address);
  }
}
