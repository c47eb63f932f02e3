package io.lamina.testkit;

import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.util.Arrays;
import java.util.Set;

/**
 * Ready-made callers. What they may in projects is said by {@link FakeProjectRights#standard}: the
 * {@link #READER}, {@link #EDITOR} and {@link #MANAGER} belong to project 1, the {@link #FOREIGN}
 * one to project 2 alone.
 */
public final class Callers {
  private static final String ADDRESS = "192.0.2.1";

  /** Everything, everywhere; member of no project. */
  public static final Caller ADMIN = with(1, "admin", Permission.values());

  public static final Caller READER = with(2, "reader");
  public static final Caller EDITOR = with(3, "editor");

  /** Of the same project with the same rights as {@link #EDITOR}: for "own" and "another's". */
  public static final Caller OTHER_EDITOR = with(4, "other-editor");

  public static final Caller MANAGER = with(5, "manager");

  /** Signed in, with rights, but in another project. */
  public static final Caller FOREIGN = with(6, "foreign");

  /** Signed in, with no project and no permission at all. */
  public static final Caller STRANGER = with(7, "stranger");

  public static final Caller ANONYMOUS = Caller.anonymous(ADDRESS);

  private Callers() {}

  /**
   * A caller of a test's own, without a role.
   *
   * @param permissions rights that hold on the whole site
   */
  public static Caller with(long userId, String username, Permission... permissions) {
    return new Caller(userId, username, Set.of(), Set.copyOf(Arrays.asList(permissions)), ADDRESS);
  }
}
