package io.lamina.accounts.domain.signup;

import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.api.identity.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Accounts that people make for themselves. */
public interface SignUps {
  /**
   * Uses an invitation up for a new user, with what it gives; one of many who try at once.
   *
   * @param user his roles are the invitation's
   * @return empty where the invitation is not open any more
   * @throws io.lamina.api.error.LaminaException 409 where the name or address is taken: the
   *     invitation stays open
   */
  Optional<User> redeem(Caller by, long invitation, NewUser user, Instant now);

  /** How many wait for approval since then or later. */
  long pending(Instant since);

  /**
   * Adds a user who waits for approval.
   *
   * @param most how many may wait afterwards
   * @param since those who wait longer than this are forgotten
   * @throws io.lamina.api.error.LaminaException 409 where the name or address is taken, 503 where
   *     too many wait
   */
  User addPending(Caller by, NewUser user, int most, Instant since);

  /**
   * @throws io.lamina.api.error.LaminaException 404 for no such user, 409 where he does not wait
   */
  User approve(Caller by, long id, Set<String> roles);

  /**
   * Forgets a user who waits; his name is free again.
   *
   * @throws io.lamina.api.error.LaminaException as above
   */
  void reject(Caller by, long id);
}
