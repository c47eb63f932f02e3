package io.lamina.accounts.domain;

/** Whether somebody may sign in, in the words of S1's origin. */
public enum AccountStatus {
  ACTIVE,
  /** Signed up by himself and waits for somebody with user.manage. */
  PENDING_APPROVAL,
  DISABLED
}
