package io.lamina.contract.harness;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs single classes or methods, which {@code itests/contract/one} calls: {@code AuditIT}, {@code
 * AuditIT#eachDeedLeavesItsEntry}. Ends with 1 where a test failed or none was found.
 */
public final class One {
  private static final int STACK_LINES = 12;

  private One() {}

  public static void main(String[] tests) throws IOException, URISyntaxException {
    final List<DiscoverySelector> selectors = new ArrayList<>();
    for (final String test : tests) {
      final String[] parts = test.split("#");
      final String name = className(parts[0]);
      selectors.add(parts.length == 2 ? selectMethod(name + "#" + parts[1]) : selectClass(name));
    }
    final PrintWriter out = new PrintWriter(System.out, true);
    final SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(),
            summary,
            progress(out));
    summary.getSummary().printFailuresTo(out, STACK_LINES);
    final long found = summary.getSummary().getTestsFoundCount();
    final long bad = summary.getSummary().getTotalFailureCount();
    out.println(found + " tests, " + bad + " failures");
    System.exit(found == 0 || bad > 0 ? 1 : 0);
  }

  private static TestExecutionListener progress(PrintWriter out) {
    return new TestExecutionListener() {
      @Override
      public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
          out.println(result.getStatus() + " " + test.getDisplayName());
        }
      }

      @Override
      public void executionSkipped(TestIdentifier test, String reason) {
        out.println("SKIPPED " + test.getDisplayName() + ": " + reason);
      }
    };
  }

  private static String className(String simpleName) throws IOException, URISyntaxException {
    final Path root =
        Path.of(One.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().equals(simpleName + ".class"))
          .map(file -> root.relativize(file).toString().replace('/', '.'))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no test " + simpleName));
    }
  }
}
