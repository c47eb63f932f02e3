package io.lamina.audit.domain;

import io.lamina.audit.domain.Verdict.Kind;
import io.lamina.audit.domain.Verdict.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One way along the chain, with the heads beside it. */
final class Walk {
  private static final int PAGE = 1_000;

  /** A head is due every minute; nothing that was sealed is without one for longer than this. */
  private static final long LONGEST_UNSIGNED_MICROS =
      TimeUnit.MILLISECONDS.toMicros(Duration.ofMinutes(2).toMillis());

  private final Chain chain;
  private final HeadWalk heads;
  private Chain.End reached = new Chain.End(0, Digest.START);
  private long newestMicros = Long.MIN_VALUE;
  private long unsignedSealNo;
  private long unsignedSinceMicros;
  private Problem problem;

  Walk(Chain chain, HeadWalk heads) {
    this.chain = chain;
    this.heads = heads;
  }

  Verdict verdict(Instant now) throws IOException {
    Chain.End mark = chain.end();
    problem = heads.next(reached);
    while (problem == null && page()) {
      continue;
    }
    if (problem == null) {
      problem = end(mark, now);
    }
    return new Verdict(
        reached.sealNo(),
        heads.checked(),
        reached.sealNo(),
        reached.hash(),
        chain.unsealed(),
        problem);
  }

  /** Whether there was anything. */
  private boolean page() throws IOException {
    List<Chain.Sealed> page = chain.after(reached.sealNo(), PAGE);
    for (Chain.Sealed sealed : page) {
      problem = check(sealed);
      if (problem != null) {
        break;
      }
    }
    return !page.isEmpty();
  }

  private Problem check(Chain.Sealed sealed) throws IOException {
    long expected = reached.sealNo() + 1;
    if (sealed.sealNo() != expected) {
      return new Problem(
          Kind.REMOVED, expected, null, "The entry with the seal " + expected + " is missing");
    }
    String hash = Digest.of(reached.hash(), expected, sealed.entry());
    if (!hash.equals(sealed.hash())) {
      return new Problem(
          Kind.CHANGED,
          expected,
          sealed.entry().id(),
          "The entry with the seal "
              + expected
              + " is not what was sealed: it was changed, or put into another's place");
    }
    reached = new Chain.End(expected, hash);
    // a long transaction tells its time before others and is sealed after them
    newestMicros = Math.max(newestMicros, sealed.entry().atMicros());
    if (heads.sealNo().isEmpty() && unsignedSealNo == 0) {
      unsignedSealNo = expected;
      unsignedSinceMicros = newestMicros;
    }
    while (heads.sealNo().isPresent() && heads.sealNo().getAsLong() == expected) {
      if (!heads.tellsOf(hash)) {
        return new Problem(
            Kind.REWRITTEN,
            expected,
            sealed.entry().id(),
            "The signed head of the seal "
                + expected
                + " tells of another entry: what lies between it and the head before was"
                + " written anew");
      }
      Problem found = heads.next(reached);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Problem end(Chain.End mark, Instant now) {
    long promised = Math.max(mark.sealNo(), heads.sealNo().orElse(0));
    if (promised > reached.sealNo()) {
      return new Problem(
          Kind.CUT,
          reached.sealNo() + 1,
          null,
          "The trail ends at the seal "
              + reached.sealNo()
              + ", but it had reached the seal "
              + promised);
    }
    Problem missing = heads.end(reached);
    if (missing == null
        && unsignedSealNo > 0
        && Entry.micros(now) - unsignedSinceMicros > LONGEST_UNSIGNED_MICROS) {
      return new Problem(
          Kind.UNSIGNED,
          unsignedSealNo,
          null,
          "The entries from the seal "
              + unsignedSealNo
              + " to "
              + reached.sealNo()
              + " stand under no signed head for more than two minutes: heads were removed, or"
              + " cannot be written");
    }
    return missing;
  }
}
