package io.lamina.accounts.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions on record, under the hashes of their ids. */
public interface Sessions {
  /**
   * Adds one and removes those of its user that were longest unused beyond a number.
   *
   * @param most sessions of one user, the new one counted, 1 and up
   * @return hashes of the removed ones
   */
  List<String> add(Session session, int most);

  Optional<Session> find(String idHash);

  /** Does nothing for a session that has ended meanwhile. */
  void seen(String idHash, Instant at);

  void remove(String idHash);

  /** Removes the sessions that nobody used since one instant or that began before another. */
  void purge(Instant unusedSince, Instant begunBefore);
}
