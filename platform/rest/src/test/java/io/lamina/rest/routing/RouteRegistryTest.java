package io.lamina.rest.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.AnonymousAllowed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import org.junit.jupiter.api.Test;

/** What the registry says of a capability while its routes are built. */
class RouteRegistryTest {
  /** A resource. */
  @Path("/api/things")
  public static final class Things {
    @GET
    @AnonymousAllowed
    public String all() {
      return "[]";
    }
  }

  /** Serves nothing. */
  private static final class Idle implements Generation {
    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void destroy() {
      // it holds nothing
    }
  }

  @Test
  void aCapabilityAnswersWhenItsRoutesAreBuiltAndNotBefore() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Generation.Factory slow =
        (capability, resources) -> {
          awaitQuietly(go);
          return new Idle();
        };
    try (RouteRegistry registry =
        new RouteRegistry(
            slow,
            null,
            Duration.ofSeconds(1),
            name -> {
              // asked once the routes are there
              asked.countDown();
              return true;
            })) {
      assertTrue(registry.answers("things"), "there is nothing that does not");
      registry.addResource("things", new Things());
      assertFalse(registry.answers("things"));
      go.countDown();
      assertTrue(asked.await(30, TimeUnit.SECONDS));
      assertTrue(registry.answers("things"));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
