package io.lamina.audit.domain;

import io.lamina.audit.domain.HeadFiles.UnreadableHeadException;
import io.lamina.audit.domain.Verdict.Kind;
import io.lamina.audit.domain.Verdict.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The heads one after the other, each checked against the one before it. */
final class HeadWalk {
  private final Heads heads;
  private final HeadFiles.Reader reader;
  private final Map<Long, Head> copies;
  private final long promised;
  private Optional<Head> head = Optional.empty();
  private Optional<Head> before = Optional.empty();
  private long read;

  /**
   * @param copies what the database knew before the reader was made, by number
   * @param written the last head that this process knew of by then
   */
  HeadWalk(Heads heads, HeadFiles.Reader reader, Map<Long, Head> copies, Optional<Head> written) {
    this.heads = heads;
    this.reader = reader;
    this.copies = copies;
    // whoever has the database can take copies away, not what this process remembers
    this.promised =
        Math.max(
            written.map(Head::number).orElse(0L),
            copies.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** The entry that the current head tells of; empty behind the last one. */
  OptionalLong sealNo() {
    return head.map(one -> OptionalLong.of(one.sealNo())).orElse(OptionalLong.empty());
  }

  boolean tellsOf(String hash) {
    return head.isPresent() && head.get().hash().equals(hash);
  }

  /** Those that fit their entries. */
  long checked() {
    return head.isPresent() ? read - 1 : read;
  }

  /** Goes on to the next one; what is wrong with it, or null. */
  Problem next(Chain.End reached) throws IOException {
    before = head;
    head = Optional.empty();
    try {
      head = reader.next();
    } catch (UnreadableHeadException e) {
      return problem(Kind.HEAD, reached.sealNo(), e.getMessage());
    }
    if (head.isEmpty()) {
      return null;
    }
    read++;
    return check(head.get());
  }

  private Problem check(Head now) {
    if (!heads.hasSigned(now)) {
      return problem(
          Kind.HEAD,
          now.sealNo(),
          "The head of the seal " + now.sealNo() + " is not signed by this installation's key");
    }
    if (now.number() > read) {
      return problem(
          Kind.HEADS_REMOVED,
          now.sealNo(),
          missing(read, now.number() - 1) + " before the head " + now.number());
    }
    if (now.number() < read || now.version() < before.map(Head::version).orElse(1)) {
      return problem(
          Kind.HEAD,
          now.sealNo(),
          "At the place of the head "
              + read
              + " stands the older head "
              + now.number()
              + ": heads were put in another order, or replaced by older ones");
    }
    if (now.version() >= Head.CHAINED
        && !now.before().equals(before.map(Head::digest).orElse(Digest.START))) {
      return problem(
          Kind.HEAD,
          now.sealNo(),
          "The head before the head " + now.number() + " is not the one that it followed");
    }
    Head copy = copies.get(now.number());
    if (copy != null && !copy.equals(now)) {
      return problem(
          Kind.HEAD,
          now.sealNo(),
          "The head "
              + now.number()
              + " of the files and its copy in the database are both signed and not the same: one"
              + " of them was put in the other's place, as from another backup");
    }
    if (before.isPresent() && now.sealNo() <= before.get().sealNo()) {
      return problem(
          Kind.HEAD, now.sealNo(), "The heads are out of order at the seal " + now.sealNo());
    }
    return null;
  }

  /** What is missing behind the last one. */
  Problem end(Chain.End reached) {
    return read >= promised
        ? null
        : problem(
            Kind.HEADS_REMOVED, reached.sealNo(), missing(read + 1, promised) + " at the end");
  }

  private static String missing(long from, long to) {
    return from == to
        ? "The signed head " + from + " is missing"
        : "The signed heads " + from + " to " + to + " are missing";
  }

  private static Problem problem(Kind kind, long sealNo, String message) {
    return new Problem(kind, sealNo, null, message);
  }
}
