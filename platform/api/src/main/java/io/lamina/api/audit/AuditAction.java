package io.lamina.api.audit;

/** What somebody did, in the trail (C-095). */
public enum AuditAction {
  SIGN_IN,
  SIGN_IN_REFUSED,
  SIGN_OUT,
  /** A request that its caller had no right to. */
  REFUSED,
  READ,
  CREATE,
  UPDATE,
  DELETE,
  EXPORT,
  ANONYMIZE,
  /** A change of configuration, users, roles, keys or members. */
  CONFIGURE,
  /** A module installed, upgraded, started, stopped or removed. */
  MODULE;

  /** The name in answers and configuration, such as {@code sign-in}. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
