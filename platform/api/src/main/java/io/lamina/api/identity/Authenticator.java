package io.lamina.api.identity;

import org.osgi.annotation.versioning.ProviderType;

/** Turns credentials into a caller. One implementation, in platform/accounts. */
@ProviderType
public interface Authenticator {
  /**
   * @param address network address of the client
   * @return the signed-in caller, never an anonymous one
   * @throws io.lamina.api.error.LaminaException 401 with one text for every reason: unknown user,
   *     wrong password, expired, revoked or malformed token, locked account
   */
  Caller authenticate(Credentials credentials, String address);
}
