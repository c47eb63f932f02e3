package io.lamina.accounts.domain.signup;

import io.lamina.accounts.domain.Slice;
import io.lamina.accounts.domain.signup.Invitation.Terms;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ProjectScope;
import java.time.Instant;
import java.util.Optional;

/**
 * The invitations on record. Those that are open end when their maker is deactivated or gets other
 * roles, and those into a project when he gets another place there.
 */
public interface Invitations {
  /**
   * @param most open ones that the caller may have afterwards
   * @throws io.lamina.api.error.LaminaException 409 where he has as many already
   */
  Invitation add(Caller by, Terms terms, String codeHash, Instant expiresAt, int most);

  Optional<Invitation> byId(long id);

  Optional<Invitation> byCode(String codeHash);

  /**
   * By id, newest first.
   *
   * @param into only those into these projects; empty for all, those into none among them
   */
  Slice<Invitation> list(Optional<ProjectScope> into, long offset, int limit);

  /**
   * @throws io.lamina.api.error.LaminaException 409 where it was used
   */
  void revoke(Caller by, long id, Instant now);
}
