package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  private static DoorSettings of(Map<String, Object> changed, Map<String, String> environment) {
    RestConfig config =
        (RestConfig)
            Proxy.newProxyInstance(
                RestConfig.class.getClassLoader(),
                new Class<?>[] {RestConfig.class},
                (proxy, method, arguments) ->
                    changed.getOrDefault(method.getName(), method.getDefaultValue()));
    return DoorSettings.of(config, environment, null);
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
    assertEquals("127.0.0.1", set.httpHost(), "plain HTTP stays on loopback");
    assertEquals("0.0.0.0", set.tls().host());
    assertEquals(8000, set.httpPort2());
    assertEquals(8443, set.tls().port());
  }

  @Test
  void beyondLoopbackHttpsIsOnAndPlainHttpIsNot() {
    assertFalse(of(Map.of()).tls().on());
    DoorSettings open = of(Map.of("LAMINA_HTTP_HOST", "0.0.0.0"));
    assertEquals("127.0.0.1", open.httpHost());
    assertEquals("0.0.0.0", open.tls().host());
    assertEquals(8443, open.tls().port());
    assertTrue(open.tls().selfSigned());
    DoorSettings behindProxy =
        of(Map.of("plain_http", "everywhere"), Map.of("LAMINA_HTTP_HOST", "0.0.0.0"));
    assertEquals("0.0.0.0", behindProxy.httpHost());
    assertFalse(behindProxy.tls().on());
  }

  @Test
  void refusesSettingsOfHttpsThatCannotWork() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("plain_http", "never"),
            Map.of("https_keystore_password", "x"),
            Map.of("https_hsts_seconds", -1L),
            Map.of(
                "https_keystore", "a.p12",
                "https_keystore_password", "x",
                "https_keystore_password_file", "y"))) {
      assertThrows(IllegalArgumentException.class, () -> of(wrong, Map.of()), wrong::toString);
    }
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
