package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.RestConfig;
import io.lamina.rest.limits.LimitsSettings;
import io.lamina.rest.limits.RateLimits;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoorSettingsTest {
  /** The defaults of the annotation, as DS hands them over. */
  private static final RestConfig DEFAULTS =
      (RestConfig)
          Proxy.newProxyInstance(
              RestConfig.class.getClassLoader(),
              new Class<?>[] {RestConfig.class},
              (proxy, method, arguments) -> method.getDefaultValue());

  private static DoorSettings of(Map<String, String> environment) {
    return DoorSettings.of(DEFAULTS, environment, null);
  }

  @Test
  void theEnvironmentWins() {
    DoorSettings plain = of(Map.of());
    assertEquals(8080, plain.httpPort());
    assertEquals("127.0.0.1", plain.httpHost());
    DoorSettings set =
        of(
            Map.of(
                "LAMINA_HTTP_PORT",
                "0",
                "LAMINA_HTTP_HOST",
                "0.0.0.0",
                "LAMINA_HTTP_PORT_2",
                "8000",
                "LAMINA_HTTPS_PORT",
                "8443"));
    assertEquals(0, set.httpPort());
    assertEquals("0.0.0.0", set.httpHost());
    assertEquals(8000, set.httpPort2());
    assertEquals(8443, set.httpsPort());
  }

  @Test
  void refusesAPortThatIsNone() {
    for (String port : List.of("http", "-1", "70000")) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> of(Map.of("LAMINA_HTTP_PORT", port)));
      assertTrue(refusal.getMessage().contains("LAMINA_HTTP_PORT"), refusal.getMessage());
    }
  }

  @Test
  void refusesTheDevelopmentProfileBeyondLoopback() {
    assertTrue(of(Map.of("LAMINA_PROFILE", "dev")).dev());
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> of(Map.of("LAMINA_PROFILE", "dev", "LAMINA_HTTP_HOST", host)));
    }
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (TestDoor first = new TestDoor()) {
      int port = first.door.port();
      DoorSettings same = of(Map.of("LAMINA_HTTP_PORT", String.valueOf(port)));
      RateLimits limits = new RateLimits(LimitsSettings.shipped(Map.of()));
      FrontDoor second = new FrontDoor(same, () -> null, List::of, name -> false, limits, "0.1.0");
      IOException refusal = assertThrows(IOException.class, second::start);
      assertTrue(
          refusal.getMessage().startsWith("Port " + port + " on 127.0.0.1 is taken"),
          refusal.getMessage());
    }
  }
}
