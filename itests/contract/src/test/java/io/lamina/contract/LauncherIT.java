package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Tool;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code bin/lamina} says to who starts it. */
class LauncherIT {
  @Test
  void aMistypedOptionOfTheJvmIsAnError() {
    final Server server =
        Server.stopped("typo", Map.of("LAMINA_JAVA_OPTS", "-Xmx512m -XX:+UseG1GCC"));
    final Tool.Run run = server.lamina("start");
    assertEquals(1, run.exit(), run.output());
    assertTrue(run.output().contains("Unrecognized VM option 'UseG1GCC'"), run.output());
    assertTrue(run.output().contains("ended while starting"), run.output());
  }
}
