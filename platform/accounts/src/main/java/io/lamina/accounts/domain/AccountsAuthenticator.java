package io.lamina.accounts.domain;

import io.lamina.accounts.domain.UserDirectory.Known;
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

  @Activate
  public AccountsAuthenticator(@Reference SignInService signIns, @Reference FirstBoot firstBoot) {
    this(signIns);
  }

  AccountsAuthenticator(SignInService signIns) {
    this.signIns = signIns;
  }

  @Override
  public Caller authenticate(Credentials credentials, String address) {
    Known known;
    if (credentials instanceof Credentials.Bearer bearer) {
      known = signIns.byToken(bearer.token());
    } else if (credentials instanceof Credentials.Basic basic) {
      known = signIns.byPassword(basic.username(), basic.password(), address);
    } else {
      throw SignInService.refused();
    }
    return known.caller(address);
  }
}
