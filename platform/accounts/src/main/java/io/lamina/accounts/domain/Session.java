package io.lamina.accounts.domain;

import java.time.Instant;

/**
 * A signed-in browser, as it is on record.
 *
 * @param idHash SHA-256 of the id in the cookie, 64 lower-case hexadecimal digits
 * @param generation of the user's password when he signed in
 * @param lastSeenAt at most a minute before the latest request
 */
public record Session(
    String idHash, long userId, int generation, Instant createdAt, Instant lastSeenAt) {
  Session seenAt(Instant now) {
    return new Session(idHash, userId, generation, createdAt, now);
  }
}
