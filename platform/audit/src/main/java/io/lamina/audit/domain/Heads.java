package io.lamina.audit.domain;

import io.lamina.api.keys.KeyVault;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signed heads: written while the chain grows, read when it is verified. */
@Component(service = Heads.class)
public final class Heads {
  private static final Logger LOG = LoggerFactory.getLogger(Heads.class);

  private final HeadKey key;
  private final HeadFiles files;
  private final HeadCopies copies;
  private final Clock clock;
  private final Optional<PutBack> putBack;
  private Optional<Head> last;

  /** Whether the database may lack copies of heads that the files have. */
  private boolean lacking;

  /** Heads that the files lacked when this was made, by number. */
  public record PutBack(long from, long to) {}

  @Activate
  public Heads(@Reference KeyVault vault, @Reference HeadFiles files, @Reference HeadCopies copies)
      throws IOException {
    this.key = new HeadKey(vault);
    this.files = files;
    this.copies = copies;
    this.clock = Clock.systemUTC();
    this.last = files.last();
    this.putBack = putBack();
    this.lacking = lacksCopies();
  }

  /**
   * What the database knows of and the files lack at their end. Up to the first copy that does not
   * follow the head before it: whoever has the database could end the chain with it.
   */
  private Optional<PutBack> putBack() throws IOException {
    long had = last.map(Head::number).orElse(0L);
    long now = had;
    for (Head head : copies.after(had)) {
      if (!head.follows(last) || !key.hasSigned(head)) {
        LOG.warn(
            "The database's copy of a head of the audit trail does not follow the head {}: neither"
                + " it nor those behind it are put back. Copies were removed, or somebody changed"
                + " them",
            now);
        break;
      }
      files.append(head);
      last = Optional.of(head);
      now = head.number();
    }
    if (now == had) {
      return Optional.empty();
    }
    PutBack done = new PutBack(had + 1, now);
    LOG.warn(
        "The heads {} to {} of the audit trail were missing in their file and are put back from the"
            + " database: after a restore that is expected, else somebody removed them",
        done.from(),
        done.to());
    return Optional.of(done);
  }

  /** Writes the end of the chain, unless the last head says it already. */
  synchronized void write(Chain.End end) throws IOException {
    boolean told =
        last.map(head -> head.sealNo() == end.sealNo() && head.hash().equals(end.hash()))
            .orElse(end.sealNo() == 0);
    if (!told) {
      Head head = key.sign(Head.after(last, end, clock.instant().truncatedTo(ChronoUnit.MICROS)));
      files.append(head);
      last = Optional.of(head);
      if (!lacking) {
        lacking = true;
        copies.keep(List.of(head));
        lacking = false;
      }
    }
    if (lacking) {
      fillCopies();
      lacking = false;
    }
  }

  private boolean lacksCopies() {
    if (last.isEmpty() || !last.get().isChained()) {
      return false;
    }
    List<Head> kept = copies.newest();
    long number = last.get().number();
    for (Head copy : kept) {
      if (copy.number() != number) {
        return true;
      }
      number--;
    }
    return kept.size() < Math.min(HeadCopies.MOST, last.get().number());
  }

  /** A gap would end what can be put back: what the files have goes into the database again. */
  private void fillCopies() throws IOException {
    List<Head> run = new ArrayList<>();
    for (Head head : files.newest(HeadCopies.MOST)) {
      boolean goesOn = run.isEmpty() || head.follows(Optional.of(run.get(run.size() - 1)));
      if (!goesOn || !key.hasSigned(head)) {
        run.clear();
      }
      if (key.hasSigned(head)) {
        run.add(head);
      }
    }
    if (!run.isEmpty()) {
      copies.keep(run);
    }
  }

  /** The last one that was written. */
  public synchronized Optional<Head> last() {
    return last;
  }

  /** What had to be put back; empty where the files were whole. */
  public Optional<PutBack> whatWasPutBack() {
    return putBack;
  }

  /** The public key that verifies signatures, as PEM (RFC 8410). */
  public String publicKey() {
    return key.publicPem();
  }

  boolean hasSigned(Head head) {
    return key.hasSigned(head);
  }

  /** What the database has copies of, by the numbers that were signed; only what we signed. */
  Map<Long, Head> copies() {
    return copies.newest().stream()
        .filter(head -> head.isChained() && key.hasSigned(head))
        .collect(Collectors.toMap(Head::number, Function.identity()));
  }

  HeadFiles.Reader read() throws IOException {
    return files.read();
  }
}
