package io.lamina.audit.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of the database's copies a start puts back: those that go on with the chain. */
class HeadsTest {
  private static final FakeKeyVault VAULT = new FakeKeyVault();

  private final List<Head> file = new ArrayList<>();
  private final List<Head> rows = new ArrayList<>();
  private boolean failing;

  private static Head head(Optional<Head> last, long sealNo) {
    Chain.End end = new Chain.End(sealNo, Digest.START);
    return new HeadKey(VAULT).sign(Head.after(last, end, Instant.EPOCH));
  }

  private static List<Head> chain(int count) {
    List<Head> heads = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      heads.add(head(i == 1 ? Optional.empty() : Optional.of(heads.get(i - 2)), 10L * i));
    }
    return heads;
  }

  private void putsBack(List<Head> had, List<Head> copies, List<Head> expected) throws IOException {
    file.clear();
    file.addAll(had);
    rows.clear();
    rows.addAll(copies);
    Optional<Heads.PutBack> done = start().whatWasPutBack();
    assertEquals(expected, file.subList(had.size(), file.size()));
    assertEquals(
        expected.isEmpty()
            ? Optional.empty()
            : Optional.of(new Heads.PutBack(had.size() + 1, had.size() + expected.size())),
        done);
  }

  private Heads start() throws IOException {
    return new Heads(VAULT, new ListedFiles(), new ListedCopies());
  }

  @Test
  void putsBackWhatFollows() throws IOException {
    List<Head> all = chain(6);
    putsBack(List.of(), all, all);
    putsBack(all.subList(0, 4), all.subList(4, 6), all.subList(4, 6));
    putsBack(all, List.of(), List.of());
  }

  /** Genuine, but its row has a high number. */
  @Test
  void anOldHeadUnderANewNumberIsNotPutBack() throws IOException {
    List<Head> all = chain(6);
    putsBack(all, List.of(all.get(2)), List.of());
    putsBack(all, List.of(all.get(5)), List.of());
    putsBack(all.subList(0, 4), List.of(all.get(4), all.get(2), all.get(5)), all.subList(4, 5));
  }

  @Test
  void aGapEndsItAndTheNextHeadGoesOnWithTheFile() throws IOException {
    List<Head> all = chain(6);
    putsBack(all.subList(0, 3), all.subList(4, 6), List.of());
    putsBack(List.of(), all.subList(1, 6), List.of());
    putsBack(
        all.subList(0, 2),
        List.of(all.get(2), all.get(3), all.get(5)),
        List.of(all.get(2), all.get(3)));
    start().write(new Chain.End(70, Digest.START));
    assertEquals(5, file.size());
    Head next = file.get(4);
    assertEquals(5, next.number());
    assertEquals(all.get(3).digest(), next.before());
  }

  @Test
  void aHeadOfAnotherChainAnEarlierSealAndAnotherKeyAreNotPutBack() throws IOException {
    List<Head> all = chain(3);
    putsBack(all, List.of(head(Optional.of(head(Optional.of(all.get(1)), 31)), 40)), List.of());
    putsBack(all, List.of(head(Optional.of(all.get(2)), 30)), List.of());
    Head unsigned =
        Head.after(Optional.of(all.get(2)), new Chain.End(40, Digest.START), Instant.EPOCH);
    putsBack(all, List.of(new HeadKey(new FakeKeyVault("of another")).sign(unsigned)), List.of());
    Head first = new Head(1, 4, 40, Digest.START, Instant.EPOCH, null, "");
    putsBack(all, List.of(new HeadKey(VAULT).sign(first)), List.of());
  }

  /** Such as on a full disk: the file took the head, the database did not. */
  @Test
  void aCopyThatFailedIsMadeWithTheNextHead() throws IOException {
    Heads heads = start();
    heads.write(new Chain.End(10, Digest.START));
    failing = true;
    assertThrows(IllegalStateException.class, () -> heads.write(new Chain.End(20, Digest.START)));
    failing = false;
    heads.write(new Chain.End(20, Digest.START));
    assertEquals(file, rows, "without a new head, a minute later");
    failing = true;
    assertThrows(IllegalStateException.class, () -> heads.write(new Chain.End(30, Digest.START)));
    failing = false;
    heads.write(new Chain.End(40, Digest.START));
    assertEquals(4, file.size());
    assertEquals(file, rows);
  }

  @Test
  void copiesThatAreMissingAtAStartAreMadeAgainOfWhatFollowsInTheFiles() throws IOException {
    List<Head> all = chain(6);
    file.addAll(all);
    rows.addAll(List.of(all.get(0), all.get(1), all.get(4), all.get(5)));
    start().write(new Chain.End(60, Digest.START));
    assertEquals(all, rows);
    rows.clear();
    file.remove(2);
    start().write(new Chain.End(60, Digest.START));
    assertEquals(all.subList(3, 6), rows, "what lies before a gap could not be put back");
    rows.clear();
    file.set(2, new HeadKey(new FakeKeyVault("of another")).sign(file.get(2)));
    start().write(new Chain.End(60, Digest.START));
    assertEquals(all.subList(4, 6), rows);
  }

  private final class ListedFiles implements HeadFiles {
    @Override
    public void append(Head head) {
      file.add(head);
    }

    @Override
    public Optional<Head> last() {
      return file.isEmpty() ? Optional.empty() : Optional.of(file.get(file.size() - 1));
    }

    @Override
    public List<Head> newest(int most) {
      return List.copyOf(file);
    }

    @Override
    public Reader read() {
      throw new UnsupportedOperationException();
    }
  }

  /** Rows whose numbers somebody chose: all are behind the last one. */
  private final class ListedCopies implements HeadCopies {
    @Override
    public void keep(List<Head> heads) {
      if (failing) {
        throw new IllegalStateException("The disk is full");
      }
      rows.removeIf(row -> row.number() >= heads.get(0).number());
      rows.addAll(heads);
    }

    @Override
    public List<Head> after(long number) {
      return List.copyOf(rows);
    }

    @Override
    public List<Head> newest() {
      List<Head> newest = new ArrayList<>(rows);
      Collections.reverse(newest);
      return newest;
    }
  }
}
