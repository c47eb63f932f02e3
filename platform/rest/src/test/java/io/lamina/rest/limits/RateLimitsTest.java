package io.lamina.rest.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.identity.Caller;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final String STUDIES = "/viewer/api/studies";

  private final RateLimits limits =
      new RateLimits(LimitsSettings.shipped(Map.of()), new AtomicLong()::get);

  private static Caller user(long id, String address) {
    return new Caller(id, "user-" + id, Set.of(), Set.of(), address);
  }

  private boolean granted(String path, Caller caller) {
    return limits.takeRequest(path, caller, caller.address()).orElseThrow().granted();
  }

  @Test
  void countsAnonymousCallersByAddressAndUsersById() {
    Caller nobody = Caller.anonymous("192.0.2.1");
    for (int i = 0; i < 100; i++) {
      assertTrue(granted(STUDIES, nobody));
    }
    assertFalse(granted(STUDIES, nobody));
    assertTrue(granted(STUDIES, Caller.anonymous("192.0.2.2")));
    for (int i = 0; i < 1000; i++) {
      assertTrue(granted(STUDIES, user(7, "192.0.2." + i % 200)), "wherever he calls from");
    }
    assertFalse(granted(STUDIES, user(7, "192.0.2.1")));
    assertTrue(granted(STUDIES, user(8, "192.0.2.1")));
    assertTrue(granted("/viewer/api/images/1/data", user(7, "192.0.2.1")), "X-22");
  }

  @Test
  void noFloodOfAddressesPushesOutWhatAUserHasUsedUp() {
    Caller user = user(7, "192.0.2.1");
    for (int i = 0; i < 1000; i++) {
      granted(STUDIES, user);
    }
    for (int i = 0; i < 200_000; i++) {
      limits.takeRequest(STUDIES, Caller.anonymous("flood"), "address-" + i);
    }
    assertFalse(granted(STUDIES, user));
  }

  @Test
  void healthAndMetricsAreOutside() {
    Caller nobody = Caller.anonymous("192.0.2.1");
    for (String path : new String[] {"/health", "/health/live", "/metrics"}) {
      assertTrue(limits.takeRequest(path, nobody, "192.0.2.1").isEmpty(), path);
    }
    assertTrue(limits.takeRequest("/healthy", nobody, "192.0.2.1").isPresent());
  }

  @Test
  void nothingIsCountedWhileOffAndNothingForgotten() {
    Caller nobody = Caller.anonymous("192.0.2.1");
    for (int i = 0; i < 100; i++) {
      granted(STUDIES, nobody);
    }
    limits.set(LimitsSettings.shipped(Map.of("LAMINA_RATE_LIMITS", "off")));
    assertFalse(limits.on());
    assertTrue(limits.takeRequest(STUDIES, nobody, "192.0.2.1").isEmpty());
    assertTrue(limits.takeSignIn("192.0.2.1").isEmpty());
    limits.set(LimitsSettings.shipped(Map.of()));
    assertFalse(granted(STUDIES, nobody));
  }

  @Test
  void filesAreCountedApartFromRequests() {
    Caller user = user(7, "192.0.2.1");
    for (int i = 0; i < 50; i++) {
      assertTrue(limits.takeFile(STUDIES, user, "192.0.2.1").orElseThrow().granted());
    }
    assertFalse(limits.takeFile(STUDIES, user, "192.0.2.1").orElseThrow().granted());
    assertTrue(granted(STUDIES, user));
    limits.giveBackFiles(STUDIES, user, "192.0.2.1", 50);
    assertEquals(49, limits.takeFile(STUDIES, user, "192.0.2.1").orElseThrow().remaining());
    assertTrue(limits.takeFile("/api/annotations", user, "192.0.2.1").isEmpty());
  }
}
