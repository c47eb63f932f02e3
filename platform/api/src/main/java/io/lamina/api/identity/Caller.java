package io.lamina.api.identity;

import io.lamina.api.error.LaminaException;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who sends a request, whatever door he came through. Passed explicitly from the resource to
 * the domain; nothing else says who acts (H-09).
 *
 * @param userId key of the user, 1 and up; 0 for an anonymous caller
 * @param username sign-in name; "anonymous" for an anonymous caller
 * @param roles site roles, for display and for the rights in projects that follow from them
 * @param permissions rights that hold everywhere on the site, in every project
 * @param address network address of the client, as resolved through trusted proxies; never null
 * @param only the rights his credential lets through, wherever they come from, such as those of an
 *     API key; empty: all that he has
 */
public record Caller(
    long userId,
    String username,
    Set<String> roles,
    Set<Permission> permissions,
    String address,
    Optional<Set<Permission>> only)
    implements Principal {

  public Caller {
    roles = Set.copyOf(roles);
    only = only.map(Set::copyOf);
    Optional<Set<Permission>> let = only;
    permissions =
        permissions.stream()
            .filter(right -> let.isEmpty() || let.get().contains(right))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Somebody whose credential lets all his rights through. */
  public Caller(
      long userId,
      String username,
      Set<String> roles,
      Set<Permission> permissions,
      String address) {
    this(userId, username, roles, permissions, address, Optional.empty());
  }

  public static Caller anonymous(String address) {
    return new Caller(0, "anonymous", Set.of(), Set.of(), address);
  }

  @Override
  public String getName() {
    return username;
  }

  public boolean isAnonymous() {
    return userId == 0;
  }

  /**
   * Whose share of something scarce he takes: his own, or that of an address without sign-in, of
   * IPv6 its /64 (RFC 6177): whoever has one address has them all.
   */
  public String holder() {
    return isAnonymous() ? ClientNetwork.of(address) : Long.toString(userId);
  }

  /**
   * Whether his credential lets a right through, be it one of his roles, of a membership or of his
   * owning something: to be asked wherever owning alone opens something.
   */
  public boolean lets(Permission permission) {
    return only.isEmpty() || only.get().contains(permission);
  }

  /** Whether his credential lets through less than he may: then it is good for no other one. */
  public boolean isNarrowed() {
    return only.isPresent();
  }

  /** Whether he has the right everywhere on the site. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /** Throws 401 for an anonymous caller. */
  public void requireSignedIn() {
    if (isAnonymous()) {
      throw LaminaException.unauthenticated("Authentication required");
    }
  }

  /** Throws 401 for an anonymous caller and 403 where the site-wide right is missing (D-03). */
  public void require(Permission permission) {
    requireSignedIn();
    if (!may(permission)) {
      throw LaminaException.forbidden("You need the permission " + permission.key());
    }
  }
}
