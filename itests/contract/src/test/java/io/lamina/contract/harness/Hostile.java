package io.lamina.contract.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server for all tests that send what nobody should send, with a heap that a bomb would fill,
 * and what has to be true of each of its answers.
 */
public final class Hostile {
  /** How many mutations a family makes; -Psoak makes more, with another seed. */
  public static final int MUTATIONS = Integer.getInteger("lamina.dicom.mutations", 300);

  public static final long SEED = 20_261_121L + (MUTATIONS == 300 ? 0 : MUTATIONS);

  /** Stands in every file and field that is sent, and never in an answer's error or in a log. */
  public static final String PATIENT = "ZZPHI^MARKER";

  private static final Set<Integer> COME_BACK = Set.of(503, 507);
  private static final List<String> INNER =
      List.of("Exception", "io.lamina.", "\tat ", "java.lang", "/karaf/", "org.eclipse", "SELECT ");

  /** What may be told to come back later of a few answers, and of many: one in a hundred. */
  private static final int HANDFUL = 5;

  private final Server server;
  private final People people;
  private final long project;
  private final People.Person editor;
  private final AtomicInteger checked = new AtomicInteger();
  private final AtomicInteger sentAway = new AtomicInteger();

  private Hostile(Server server) {
    this.server = server;
    this.people = new People(server);
    this.project = people.project();
    this.editor = people.editor(project);
  }

  public Server server() {
    return server;
  }

  public People people() {
    return people;
  }

  public long project() {
    return project;
  }

  public People.Person editor() {
    return editor;
  }

  public Client anonymous() {
    return new Client(server);
  }

  /** No failure of ours, nothing from the inside; "come back later" with the time to do so. */
  public Answer check(Answer answer, String what) {
    final int status = answer.status();
    assertTrue(
        status < 500 || (COME_BACK.contains(status) && !answer.header("Retry-After").isEmpty()),
        () -> what + ": " + answer);
    checked.incrementAndGet();
    if (COME_BACK.contains(status)) {
      sentAway.incrementAndGet();
    }
    if (status >= 400) {
      for (final String inner : INNER) {
        assertFalse(
            answer.text().contains(inner), () -> what + " shows '" + inner + "': " + answer);
      }
      assertFalse(answer.text().contains(PATIENT), () -> what + " shows PHI: " + answer);
    }
    return answer;
  }

  /**
   * After a family of attacks: the server lives, is healthy, served nearly all of them, and wrote
   * down no failure, no PHI.
   */
  public void assertUnharmed() {
    final int answers = checked.getAndSet(0);
    final int away = sentAway.getAndSet(0);
    assertTrue(
        away <= Math.max(HANDFUL, answers / 100),
        () -> away + " of " + answers + " answers were 503 or 507");
    assertTrue(server.isAlive(), "the server ended");
    assertEquals(200, anonymous().get("/health").status());
    final String log = server.log() + server.console();
    for (final String never : List.of("error_id=", "OutOfMemoryError", "ZZPHI", "StackOverflow")) {
      final int at = log.indexOf(never);
      assertTrue(
          at < 0, () -> log.substring(Math.max(0, at - 300), Math.min(log.length(), at + 3000)));
    }
  }

  /** Gives the one server to test classes, to one at a time. */
  public static final class OneServer
      implements ParameterResolver, BeforeAllCallback, AfterAllCallback {
    private static final Namespace SPACE = Namespace.create(OneServer.class);
    private static final Semaphore TURN = new Semaphore(1);

    @Override
    public void beforeAll(ExtensionContext context) {
      TURN.acquireUninterruptibly();
    }

    @Override
    public void afterAll(ExtensionContext context) {
      TURN.release();
    }

    private record Shared(Hostile hostile) implements ExtensionContext.Store.CloseableResource {
      @Override
      public void close() {
        hostile.server.close();
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Hostile.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(SPACE)
          .getOrComputeIfAbsent("server", key -> start(), Shared.class)
          .hostile();
    }

    private static Shared start() {
      return new Shared(
          new Hostile(Server.start("hostile", Map.of("LAMINA_JAVA_OPTS", "-Xmx512m"))));
    }
  }
}
