package io.lamina.audit.domain;

import io.lamina.audit.domain.HeadFiles.UnreadableHeadException;
import io.lamina.audit.domain.Verdict.Kind;
import io.lamina.audit.domain.Verdict.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One way along the chain, with the heads beside it. */
final class Walk {
  private static final int PAGE = 1_000;

  private final Chain chain;
  private final Heads heads;
  private final HeadFiles.Reader reader;
  private Chain.End reached = new Chain.End(0, Digest.START);
  private Optional<Head> head = Optional.empty();
  private long headsChecked;
  private Problem problem;

  Walk(Chain chain, Heads heads, HeadFiles.Reader reader) {
    this.chain = chain;
    this.heads = heads;
    this.reader = reader;
  }

  Verdict verdict() throws IOException {
    Chain.End mark = chain.end();
    nextHead();
    List<Chain.Sealed> page;
    do {
      page = chain.after(reached.sealNo(), PAGE);
      for (Chain.Sealed sealed : page) {
        check(sealed);
        if (problem != null) {
          break;
        }
      }
    } while (problem == null && !page.isEmpty());
    if (problem == null) {
      checkEnd(mark);
    }
    return new Verdict(
        reached.sealNo(),
        headsChecked,
        reached.sealNo(),
        reached.hash(),
        chain.unsealed(),
        problem);
  }

  private void check(Chain.Sealed sealed) throws IOException {
    long expected = reached.sealNo() + 1;
    if (sealed.sealNo() != expected) {
      problem =
          new Problem(
              Kind.REMOVED, expected, null, "The entry with the seal " + expected + " is missing");
      return;
    }
    String hash = Digest.of(reached.hash(), expected, sealed.entry());
    if (!hash.equals(sealed.hash())) {
      problem =
          new Problem(
              Kind.CHANGED,
              expected,
              sealed.entry().id(),
              "The entry with the seal "
                  + expected
                  + " is not what was sealed: it was changed, or put into another's place");
      return;
    }
    reached = new Chain.End(expected, hash);
    while (problem == null && head.isPresent() && head.get().sealNo() == expected) {
      if (!head.get().hash().equals(hash)) {
        problem =
            new Problem(
                Kind.REWRITTEN,
                expected,
                sealed.entry().id(),
                "The signed head of the seal "
                    + expected
                    + " tells of another entry: what lies between it and the head before was"
                    + " written anew");
      } else {
        headsChecked++;
        nextHead();
      }
    }
  }

  private void checkEnd(Chain.End mark) {
    long promised = Math.max(mark.sealNo(), head.map(Head::sealNo).orElse(0L));
    if (promised > reached.sealNo()) {
      problem =
          new Problem(
              Kind.CUT,
              reached.sealNo() + 1,
              null,
              "The trail ends at the seal "
                  + reached.sealNo()
                  + ", but it had reached the seal "
                  + promised);
    }
  }

  /** Goes to the next head, and checks what it says of itself. */
  private void nextHead() throws IOException {
    long least = head.map(Head::sealNo).orElse(1L);
    try {
      head = reader.next();
    } catch (UnreadableHeadException e) {
      problem = new Problem(Kind.HEAD, reached.sealNo(), null, e.getMessage());
      return;
    }
    if (head.isPresent() && !heads.hasSigned(head.get())) {
      problem =
          new Problem(
              Kind.HEAD,
              head.get().sealNo(),
              null,
              "The head of the seal "
                  + head.get().sealNo()
                  + " is not signed by this installation's key");
    } else if (head.isPresent() && head.get().sealNo() < least) {
      problem =
          new Problem(
              Kind.HEAD,
              head.get().sealNo(),
              null,
              "The heads are out of order at the seal " + head.get().sealNo());
    }
  }
}
