package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.health.CapabilityState;
import io.lamina.rest.routing.RouteRegistry;
import io.lamina.testkit.FakeAuditTrail;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capabilities come, go and are swapped; nobody else notices (D-05). */
class SwapTest {

  @javax.ws.rs.Path("/api/things")
  @Produces("application/json")
  public static final class Things {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    public record Thing(String id) {}

    @GET
    @AnonymousAllowed
    @javax.ws.rs.Path("/{id}")
    public Thing one(@PathParam("id") String id) {
      return new Thing(id);
    }

    @GET
    @AnonymousAllowed
    @javax.ws.rs.Path("/slow")
    public Thing slow() throws InterruptedException {
      inside.countDown();
      assertTrue(go.await(20, TimeUnit.SECONDS));
      return new Thing("slow");
    }
  }

  /** Another capability with a more specific path below the first one's. */
  @javax.ws.rs.Path("/api/things/stats")
  @Produces("application/json")
  public static final class Stats {
    @GET
    @AnonymousAllowed
    public Things.Thing stats() {
      return new Things.Thing("stats of all");
    }
  }

  /** Claims what {@link Things} has claimed, and something of its own. */
  @javax.ws.rs.Path("/api/things")
  @Produces("application/json")
  public static final class Usurper {
    @GET
    @AnonymousAllowed
    @javax.ws.rs.Path("/{other}")
    public Things.Thing one(@PathParam("other") String id) {
      return new Things.Thing("usurped");
    }

    @DELETE
    @AnonymousAllowed
    @javax.ws.rs.Path("/{id}")
    public Things.Thing delete(@PathParam("id") String id) {
      return new Things.Thing("deleted");
    }
  }

  @Test
  void theMostSpecificTemplateWinsAcrossCapabilities() throws Exception {
    try (TestDoor door = new TestDoor()) {
      door.add("things", new Things());
      door.add("stats", new Stats());
      assertEquals("{\"id\":\"stats of all\"}", door.get("/api/things/stats/").body());
      assertEquals("{\"id\":\"7\"}", door.get("/api/things/7").body());
    }
  }

  @Test
  void aTemplateIsClaimedOnceAndMethodsMayBeShared() throws Exception {
    try (TestDoor door = new TestDoor()) {
      door.add("things", new Things());
      door.add("usurper", new Usurper());
      assertEquals("{\"id\":\"7\"}", door.get("/api/things/7").body());
      assertEquals(
          "{\"id\":\"deleted\"}", door.send(door.request("/api/things/7").DELETE()).body());
      HttpResponse<String> put =
          door.send(
              door.request("/api/things/7").PUT(java.net.http.HttpRequest.BodyPublishers.noBody()));
      assertEquals("DELETE, GET, HEAD, OPTIONS", put.headers().firstValue("Allow").orElse(""));
    }
  }

  @Test
  void aSwapUnderLoadFailsNoRequestOfANeighbour() throws Exception {
    try (TestDoor door = new TestDoor()) {
      door.add("things", new Things());
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      List<CompletableFuture<List<Integer>>> clients = new ArrayList<>();
      for (int client = 0; client < 3; client++) {
        clients.add(
            CompletableFuture.supplyAsync(
                () -> {
                  List<Integer> bad = new ArrayList<>();
                  while (!stop.get()) {
                    try {
                      int status = door.get("/api/things/1").statusCode();
                      answered.incrementAndGet();
                      if (status != 200) {
                        bad.add(status);
                      }
                    } catch (java.io.IOException e) {
                      bad.add(0);
                    }
                  }
                  return bad;
                }));
      }
      for (int round = 0; round < 10; round++) {
        ProbeResource next = new ProbeResource();
        RouteRegistry.Registration registration = door.door.routes().addResource("probe", next);
        door.awaitServed(next);
        assertEquals(200, door.get("/api/probe/slashed").statusCode());
        registration.remove();
        HttpResponse<String> away = door.get("/api/probe/slashed");
        assertEquals(503, away.statusCode());
        assertTrue(away.body().contains("'probe'"), away::body);
        assertTrue(away.headers().firstValue("Retry-After").isPresent());
      }
      // a second resource of the same capability rebuilds its server under the load
      door.add("things", new Stats());
      int before = answered.get();
      TestDoor.await(() -> answered.get() > before + 50);
      stop.set(true);
      for (CompletableFuture<List<Integer>> client : clients) {
        assertEquals(List.of(), client.get(20, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aRemovalWaitsForTheRequestsInside() throws Exception {
    try (TestDoor door = new TestDoor()) {
      Things things = new Things();
      RouteRegistry.Registration registration = door.door.routes().addResource("things", things);
      door.awaitServed(things);
      CompletableFuture<HttpResponse<String>> slow = later(door, "/api/things/slow");
      things.inside.await();
      CompletableFuture<Void> removal = CompletableFuture.runAsync(registration::remove);
      TestDoor.await(() -> status(door, "/api/things/1") == 503);
      assertFalse(removal.isDone(), "the service would go while it answers");
      things.go.countDown();
      assertEquals(200, slow.get(20, TimeUnit.SECONDS).statusCode());
      removal.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStopFinishesWhatIsInFlight() throws Exception {
    TestDoor door = new TestDoor();
    Things things = new Things();
    door.add("things", things);
    CompletableFuture<HttpResponse<String>> slow = later(door, "/api/things/slow");
    things.inside.await();
    CompletableFuture<Void> stop = CompletableFuture.runAsync(door::close);
    TestDoor.await(() -> status(door, "/api/things/1") != 200);
    assertFalse(stop.isDone());
    things.go.countDown();
    HttpResponse<String> answer = slow.get(20, TimeUnit.SECONDS);
    assertEquals("{\"id\":\"slow\"}", answer.body());
    stop.get(20, TimeUnit.SECONDS);
  }

  @Test
  void pathsOfACapabilityAreRememberedOverARestartUntilForgotten(@TempDir Path data)
      throws Exception {
    try (TestDoor door = new TestDoor(TestDoor.settings(data, List.of(), List.of()))) {
      door.add("things", new Things());
      assertEquals(
          String.valueOf(door.door.port()), Files.readString(data.resolve("run/http.port")).trim());
    }
    try (TestDoor door = new TestDoor(TestDoor.settings(data, List.of(), List.of()))) {
      assertEquals(503, status(door, "/api/things/1"));
      assertEquals(404, status(door, "/api/nothing"));
      var forget = door.request("/api/capabilities/things").DELETE();
      assertEquals(401, door.send(forget).statusCode());
      forget.header("Authorization", TestDoor.ADMIN);
      door.installed.add(
          new CapabilityState("things", "1", CapabilityState.State.STARTING, "it starts"));
      assertEquals(409, door.send(forget).statusCode());
      door.installed.clear();
      assertTrue(door.get("/api/capabilities").body().contains("\"state\":\"away\""));
      assertEquals(503, door.send(forget).statusCode(), "nothing changes that nobody writes down");
      FakeAuditTrail trail = new FakeAuditTrail();
      door.door.refusals().add(trail);
      assertEquals(204, door.send(forget).statusCode());
      assertEquals(
          List.of(AuditEvent.of(AuditAction.MODULE, "module", "things").with("event", "forgotten")),
          trail.entries().stream().map(FakeAuditTrail.Entry::event).toList());
      assertEquals(404, status(door, "/api/things/1"));
      assertEquals(404, door.send(forget).statusCode());
    }
  }

  @Test
  void aPathThatANewVersionDroppedIsForgottenOnceItIsComplete(@TempDir Path data) throws Exception {
    try (TestDoor door = new TestDoor(TestDoor.settings(data, List.of(), List.of()))) {
      door.add("things", new Usurper());
    }
    try (TestDoor door = new TestDoor(TestDoor.settings(data, List.of(), List.of()))) {
      door.add("things", new Things());
      assertEquals(
          503, door.send(door.request("/api/things/1").DELETE()).statusCode(), "not complete yet");
      door.complete.add("things");
      door.door.routes().reconsider("things");
      TestDoor.await(
          () -> {
            try {
              return door.send(door.request("/api/things/1").DELETE()).statusCode() == 405;
            } catch (java.io.IOException e) {
              return false;
            }
          });
    }
  }

  private static CompletableFuture<HttpResponse<String>> later(TestDoor door, String path) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return door.get(path);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static int status(TestDoor door, String path) {
    try {
      return door.get(path).statusCode();
    } catch (java.io.IOException e) {
      return 0;
    }
  }
}
