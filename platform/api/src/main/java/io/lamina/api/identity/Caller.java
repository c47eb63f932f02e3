package io.lamina.api.identity;

import io.lamina.api.error.LaminaException;
import java.security.Principal;
import java.util.Set;

/**
 * Who sends a request, whatever door he came through. Passed explicitly from the resource to
 * the domain; nothing else says who acts (H-09).
 *
 * @param userId key of the user, 1 and up; 0 for an anonymous caller
 * @param username sign-in name; "anonymous" for an anonymous caller
 * @param roles site roles, for display only
 * @param permissions rights that hold everywhere on the site, in every project
 * @param address network address of the client, as resolved through trusted proxies; never null
 */
public record Caller(
    long userId, String username, Set<String> roles, Set<Permission> permissions, String address)
    implements Principal {

  public Caller {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
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
