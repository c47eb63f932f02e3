package io.lamina.storage.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.storage.Fork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTest {
  @TempDir Path root;

  @Test
  void threeHundredMegabytesPassThroughAHeapOfSixtyFour() throws Exception {
    Process fork =
        Fork.of(
            SmallHeap.class,
            List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m"),
            root.toString(),
            "300000000");
    String output = new String(fork.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, fork.waitFor(), output);
  }
}
