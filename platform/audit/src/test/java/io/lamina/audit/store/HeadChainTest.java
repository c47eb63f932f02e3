package io.lamina.audit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.audit.domain.Chain;
import io.lamina.audit.domain.Head;
import io.lamina.audit.domain.HeadCopies;
import io.lamina.audit.domain.Heads;
import io.lamina.audit.domain.Sealer;
import io.lamina.audit.domain.Verdict;
import io.lamina.audit.domain.Verdict.Kind;
import io.lamina.audit.domain.Verification;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeKeyVault;
import io.lamina.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads that are taken away, exchanged or missing are found and named. */
class HeadChainTest {
  private static final FakeKeyVault VAULT = new FakeKeyVault();
  private static final int HEADS = 6;

  @TempDir Path folder;

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(HeadChainTest.class, "audit");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsDoneToTheFileIsNamed(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      Heads heads = withHeads(trail);
      List<String> lines = lines();
      assertEquals(HEADS, lines.size());
      Verdict whole = verify(trail, heads);
      assertNull(whole.problem());
      assertEquals(HEADS, whole.heads());

      found(trail, heads, without(lines, 3, 3), Kind.HEADS_REMOVED, "The signed head 3 is missing");
      found(trail, heads, without(lines, 1, 1), Kind.HEADS_REMOVED, "The signed head 1 is missing");
      found(trail, heads, without(lines, 2, 4), Kind.HEADS_REMOVED, "heads 2 to 4 are missing");
      found(trail, heads, without(lines, 6, 6), Kind.HEADS_REMOVED, "The signed head 6 is missing");
      found(trail, heads, without(lines, 5, 6), Kind.HEADS_REMOVED, "heads 5 to 6 are missing");
      found(trail, heads, List.of(), Kind.HEADS_REMOVED, "heads 1 to 6 are missing");
      found(trail, heads, with(lines, 4, lines.get(4)), Kind.HEADS_REMOVED, "head 4 is missing");
      found(trail, heads, with(lines, 5, lines.get(1)), Kind.HEAD, "stands the older head 2");
      found(trail, heads, with(lines, 6, lines.get(4)), Kind.HEAD, "stands the older head 5");
      List<String> exchanged = with(with(lines, 4, lines.get(4)), 5, lines.get(3));
      found(trail, heads, exchanged, Kind.HEADS_REMOVED, "head 4 is missing before the head 5");
      Files.delete(file());
      assertEquals(Kind.HEADS_REMOVED, verify(trail, heads).problem().kind());

      Files.write(file(), lines);
      assertNull(verify(trail, heads).problem());
    }
  }

  /** Signed by our key, with the right number, but in another chain of heads. */
  @ParameterizedTest
  @MethodSource("databases")
  void aHeadOfAnotherChainIsFound(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      Heads heads = withHeads(trail);
      List<String> lines = lines();
      Head second = Head.parse(lines.get(1), 2).orElseThrow();
      String other =
          "2 " + second.sealNo() + " " + second.hash() + " " + second.at().plusSeconds(1) + " ";
      String before = second.line().split(" ")[5];
      String forged = "v2 " + other + before + " " + sign("lamina-audit-head-2 " + other + before);
      found(
          trail, heads, with(lines, 2, forged), Kind.HEAD, "The head 2 of the files and its copy");
      execute(database, "delete from audit_head");
      found(trail, heads, with(lines, 2, forged), Kind.HEAD, "head before the head 3 is not");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void removedHeadsAreStillMissedAfterTheTrailWentOn(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      Heads heads = withHeads(trail);
      Files.write(file(), without(lines(), 5, 6));
      next(trail, heads);
      Verdict verdict = verify(trail, heads);
      assertEquals(Kind.HEADS_REMOVED, verdict.problem().kind());
      assertTrue(verdict.problem().message().contains("5 to 6 are missing before the head 7"));
    }
  }

  /** A backup has its files as they were a little before its database. */
  @ParameterizedTest
  @MethodSource("databases")
  void theNextStartPutsBackWhatTheDatabaseHas(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      assertEquals(Optional.empty(), withHeads(trail).whatWasPutBack());
      List<String> lines = lines();
      Files.write(file(), without(lines, 5, 6));
      Heads again = heads(trail);
      assertEquals(Optional.of(new Heads.PutBack(5, 6)), again.whatWasPutBack());
      assertEquals(lines, lines());
      assertNull(verify(trail, again).problem());
      assertEquals(Optional.empty(), heads(trail).whatWasPutBack());

      Files.write(file(), without(lines, 5, 6));
      execute(database, "update audit_head set line = replace(line, ' 6 ', ' 7 ')");
      assertEquals(
          Optional.of(new Heads.PutBack(5, 5)),
          heads(trail).whatWasPutBack(),
          "what is not ours is not put back");
    }
  }

  /** Who has the database alone cannot sign: he can take copies away, and put old ones there. */
  @ParameterizedTest
  @MethodSource("databases")
  void whatIsDoneToTheCopiesHidesNothingAndRaisesNoFalseAlarm(TestDatabase database)
      throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      Heads heads = withHeads(trail);
      List<String> lines = lines();
      Chain.End end = trail.chain().end();
      String old = end.sealNo() + " " + end.hash() + " 2026-11-21T10:00:00Z";
      String first = old + " " + sign("lamina-audit-head " + old);
      for (String row :
          List.of(
              // signed once, but of a version that does not sign its number
              "(999999, '" + first + "')",
              // the number of another row, and one that nobody signed
              "(999998, '" + lines.get(1) + "')",
              "(999997, '" + lines.get(1).replace("v2 2", "v2 999997") + "')")) {
        execute(database, "insert into audit_head (head_no, line) values " + row);
      }
      assertNull(verify(trail, heads).problem());
      Files.write(file(), without(lines, 6, 6));
      execute(database, "delete from audit_head");
      assertEquals(Kind.HEADS_REMOVED, verify(trail, heads).problem().kind());
    }
  }

  /** A signed head of another backup of this installation. */
  @ParameterizedTest
  @MethodSource("databases")
  void aCopyThatIsNotTheHeadOfTheFilesIsNamed(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      Heads heads = withHeads(trail);
      String[] words = lines().get(2).split(" ");
      String other = "3 " + words[2] + " " + words[3] + " 2026-11-21T10:00:00Z " + words[5];
      String line = "v2 " + other + " " + sign("lamina-audit-head-2 " + other);
      execute(database, "update audit_head set line = '" + line + "' where head_no = 3");
      Verdict.Problem problem = verify(trail, heads).problem();
      assertEquals(Kind.HEAD, problem.kind());
      assertTrue(problem.message().startsWith("The head 3 of the files and its copy"));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aGapInTheCopiesIsFilledAtTheNextStart(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      withHeads(trail);
      List<String> lines = lines();
      execute(database, "delete from audit_head where head_no in (3, 6)");
      new Sealer(trail.chain(), heads(trail)).close();
      assertEquals(HEADS, trail.copies().newest().size());
      Files.write(file(), without(lines, 3, 6));
      assertEquals(Optional.of(new Heads.PutBack(3, 6)), heads(trail).whatWasPutBack());
      assertEquals(lines, lines());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void entriesWithoutAHeadAreFoundAfterTwoMinutes(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      Heads heads = withHeads(trail);
      Files.write(file(), without(lines(), 5, 6));
      execute(database, "delete from audit_head where head_no > 4");
      Verdict.Problem known = verify(trail, heads).problem();
      assertEquals(Kind.HEADS_REMOVED, known.kind(), "who wrote them remembers them");
      Heads restarted = heads(trail);
      trail.tick(120);
      assertNull(verify(trail, restarted).problem(), "a head may be on its way");
      trail.tick(1);
      Verdict verdict = verify(trail, restarted);
      assertEquals(Kind.UNSIGNED, verdict.problem().kind());
      assertEquals(5, verdict.problem().sealNo());
      new Sealer(trail.chain(), heads(trail)).close();
      assertNull(verify(trail, heads(trail)).problem(), "under a head again");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aLongTransactionIsNotTakenForAMissingHead(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database);
        Connection slow = database.dataSource().getConnection()) {
      slow.setAutoCommit(false);
      trail.trail().change(slow, Callers.EDITOR, AuditEvent.of(AuditAction.CREATE, "study", 1));
      trail.tick(600);
      Heads heads = withHeads(trail);
      slow.commit();
      assertEquals(1, trail.chain().seal(10));
      assertNull(verify(trail, heads).problem());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void headsOfTheFirstFormatCountAndAreFollowed(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database)) {
      List<String> old = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        entry(trail);
        Chain.End end = trail.chain().end();
        String text = end.sealNo() + " " + end.hash() + " 2026-11-21T10:0" + i + ":00Z";
        old.add(text + " " + sign("lamina-audit-head " + text));
      }
      Files.write(file(), old);
      Heads heads = heads(trail);
      assertNull(verify(trail, heads).problem());
      next(trail, heads);
      next(trail, heads);
      List<String> lines = lines();
      assertTrue(lines.get(3).startsWith("v2 4 "), lines.get(3));
      assertNull(verify(trail, heads).problem());
      assertEquals(5, verify(trail, heads).heads());
      assertEquals(5, heads(trail).last().orElseThrow().number());

      found(trail, heads, without(lines, 2, 2), Kind.HEADS_REMOVED, "The signed head 3 is missing");
      found(trail, heads, with(lines, 2, old.get(0)), Kind.HEAD, "out of order");
      found(trail, heads, with(lines, 3, old.get(1)), Kind.HEAD, "out of order");
      found(trail, heads, with(lines, 5, old.get(2)), Kind.HEAD, "stands the older head");
    }
  }

  @Test
  void copiesAreKeptForADay() throws Exception {
    try (TestDatabase database = TestDatabase.h2(HeadChainTest.class, "audit");
        TestTrail trail = new TestTrail(database)) {
      withHeads(trail);
      HeadCopies copies = trail.copies();
      Head last = copies.newest().get(0);
      copies.keep(
          List.of(
              new Head(
                  2,
                  3 + HeadCopies.MOST,
                  last.sealNo(),
                  last.hash(),
                  Instant.EPOCH,
                  last.hash(),
                  last.signature())));
      assertEquals(
          List.of(4L, 5L, 6L, 3L + HeadCopies.MOST),
          copies.after(0).stream().map(Head::number).toList());
    }
  }

  private Heads withHeads(TestTrail trail) throws Exception {
    Heads heads = heads(trail);
    for (int i = 0; i < HEADS; i++) {
      next(trail, heads);
    }
    return heads;
  }

  /** One more entry, and a head of it. */
  private static void next(TestTrail trail, Heads heads) {
    entry(trail);
    new Sealer(trail.chain(), heads).close();
  }

  private static void entry(TestTrail trail) {
    long number = trail.chain().end().sealNo();
    trail.trail().event(Callers.EDITOR, AuditEvent.of(AuditAction.UPDATE, "mask", number));
    assertEquals(1, trail.chain().seal(10));
  }

  private void found(TestTrail trail, Heads heads, List<String> lines, Kind kind, String message)
      throws IOException {
    Files.write(file(), lines);
    Verdict.Problem problem = verify(trail, heads).problem();
    assertEquals(kind, problem == null ? null : problem.kind());
    assertTrue(problem.message().contains(message), problem.message());
  }

  /** Without the lines of these places, 1 and up. */
  private static List<String> without(List<String> lines, int from, int to) {
    List<String> left = new ArrayList<>(lines);
    left.subList(from - 1, to).clear();
    return left;
  }

  private static List<String> with(List<String> lines, int place, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(place - 1, line);
    return changed;
  }

  private Path file() {
    return folder.resolve("heads-000001.txt");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file());
  }

  private static String sign(String text) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(VAULT.secret("audit.head", 32), 0));
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    signer.update(bytes, 0, bytes.length);
    return Base64.getEncoder().encodeToString(signer.generateSignature());
  }

  private Heads heads(TestTrail trail) throws IOException {
    return new Heads(VAULT, new DiskHeadFiles(folder, DiskHeadFiles.MOST_BYTES), trail.copies());
  }

  private static Verdict verify(TestTrail trail, Heads heads) {
    return Verification.at(trail.chain(), heads, new FakeAuditTrail(), trail.clock())
        .verify(Callers.ADMIN);
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
