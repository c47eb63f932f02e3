package io.lamina.rest.statistics;

import java.util.BitSet;

/** What one route did on one day. */
final class Usage {
  /** Ids from here on are counted as one user. */
  private static final int MOST_USERS = 1 << 20;

  private long requests;
  private long errors;
  private long bytesIn;
  private long bytesOut;
  private final BitSet users;

  Usage() {
    this(0, 0, 0, 0, new BitSet());
  }

  Usage(long requests, long errors, long bytesIn, long bytesOut, BitSet users) {
    this.requests = requests;
    this.errors = errors;
    this.bytesIn = bytesIn;
    this.bytesOut = bytesOut;
    this.users = users;
  }

  /**
   * @param userId 0 for nobody
   */
  synchronized void add(int status, long in, long out, long userId) {
    requests++;
    errors += status >= 500 ? 1 : 0;
    bytesIn += Math.max(0, in);
    bytesOut += Math.max(0, out);
    if (userId > 0) {
      users.set((int) Math.min(userId, MOST_USERS));
    }
  }

  /** A copy that nobody counts on. */
  synchronized Usage copy() {
    return new Usage(requests, errors, bytesIn, bytesOut, (BitSet) users.clone());
  }

  long requests() {
    return requests;
  }

  /** Requests answered with a status of 500 and up. */
  long errors() {
    return errors;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  /** Ids of the users, for the file of the day; never told to anybody. */
  BitSet users() {
    return users;
  }
}
