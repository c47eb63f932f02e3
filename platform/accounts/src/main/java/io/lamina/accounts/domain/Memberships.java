package io.lamina.accounts.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who belongs to which project. */
public interface Memberships {
  /** Keys of the active projects the user is a member of, with his role there. */
  Map<Long, String> rolesOf(long user);

  Optional<Membership> find(long project, long user);

  /** Members by user id. */
  Slice<Membership> membersOf(long project, long offset, int limit);

  /**
   * @throws io.lamina.api.error.LaminaException 409 where he is a member already
   */
  Membership add(long project, long user, String role);

  /**
   * @param oneMustKeep roles of which at least one active member must have one afterwards; empty
   *     set: no such rule
   * @throws io.lamina.api.error.LaminaException 404 where he is no member, 409 where nobody would
   *     be left with one of the roles
   */
  Membership changeRole(long project, long user, String role, Set<String> oneMustKeep);

  /**
   * @param oneMustKeep as above
   * @throws io.lamina.api.error.LaminaException as above
   */
  void remove(long project, long user, Set<String> oneMustKeep);
}
