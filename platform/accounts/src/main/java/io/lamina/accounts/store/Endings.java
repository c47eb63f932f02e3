package io.lamina.accounts.store;

import javax.persistence.EntityManager;

/** What ends with somebody's password, roles or account, within the transaction that ends it. */
final class Endings {
  private Endings() {}

  /** Whatever he, or who used his account, left behind; sessions and tokens have a generation. */
  static void ofAccount(EntityManager em, long user) {
    JpaApiKeys.removeAll(em, user);
    JpaPasswordResets.end(em, user);
    ofGifts(em, user);
  }

  /** Resets that were issued for him and by him. */
  static void ofResets(EntityManager em, long user) {
    JpaPasswordResets.end(em, user);
    JpaPasswordResets.endIssuedBy(em, user);
  }

  /** What he gave others by the rights he had: resets and invitations that nobody used yet. */
  static void ofGifts(EntityManager em, long user) {
    JpaPasswordResets.endIssuedBy(em, user);
    JpaInvitations.endMadeBy(em, user);
  }
}
