package io.lamina.audit.domain;

/**
 * What came of a verification.
 *
 * @param checked entries that were checked, repetition counts among them
 * @param heads signed heads that were checked
 * @param lastSealNo number of the last entry checked; 0 for none
 * @param lastHash its hash
 * @param unsealed entries that are not sealed yet, and so not checked
 * @param problem the first that was found; null where the trail is intact
 */
public record Verdict(
    long checked, long heads, long lastSealNo, String lastHash, long unsealed, Problem problem) {

  /** In what way the trail is not what was sealed. */
  public enum Kind {
    /** An entry between others is missing. */
    REMOVED,
    /** An entry is not what was sealed: changed, or put into another's place. */
    CHANGED,
    /** Entries fit each other, but not the head that was signed: written anew. */
    REWRITTEN,
    /** The trail ends before a signed head, or before its own end mark. */
    CUT,
    /** A head itself is forged, changed, out of order or in another's place. */
    HEAD,
    /** Heads are missing, between others or at the end. */
    HEADS_REMOVED,
    /** Entries stand under no head for longer than that takes. */
    UNSIGNED
  }

  /**
   * @param sealNo number of the first bad entry, or where it should be
   * @param entryId its id; null where it is not there
   * @param message in words
   */
  public record Problem(Kind kind, long sealNo, Long entryId, String message) {}

  public boolean intact() {
    return problem == null;
  }
}
