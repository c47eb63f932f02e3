package io.lamina.contract.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A process of the distribution with its own data folder and port, driven as an operator does. */
public final class Server implements AutoCloseable {
  public static final String ADMIN_PASSWORD = "First-boot-password-1";

  /**
   * Nearly all that a test's server does is to start: with one compiler it takes 60 % of the CPU.
   */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Duration START = Duration.ofMinutes(2);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Path data;
  private final Path console;
  private final Map<String, String> environment = new HashMap<>();
  private Path home = Distribution.home();
  private Process process;

  private Server(String name, Map<String, String> environment) {
    this.name = name + "-" + COUNT.incrementAndGet();
    final Path work = Distribution.home().resolveSibling(this.name);
    this.data = work.resolve("data");
    this.console = work.resolve("console.log");
    this.environment.put("LAMINA_DATA", data.toString());
    this.environment.put("LAMINA_HTTP_PORT", Integer.toString(freePort()));
    this.environment.put("LAMINA_RATE_LIMITS", "off");
    this.environment.put("LAMINA_ADMIN_PASSWORD", ADMIN_PASSWORD);
    this.environment.putAll(environment);
    this.environment.merge("LAMINA_JAVA_OPTS", QUICK_START, (given, quick) -> quick + " " + given);
    this.environment.values().removeIf(String::isEmpty);
    Reaper.watch(data);
    try {
      Files.createDirectories(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one and waits until it is healthy.
   *
   * @param environment over the harness's own; an empty value unsets a variable
   */
  public static Server start(String name, Map<String, String> environment) {
    return start(name, environment, Distribution.home());
  }

  /**
   * @param home folder of the distribution that runs
   */
  public static Server start(String name, Map<String, String> environment, Path home) {
    final Server server = new Server(name, environment);
    server.home = home;
    server.start();
    return server;
  }

  /** One that is not started: for commands that want none running. */
  public static Server stopped(String name, Map<String, String> environment) {
    return new Server(name, environment);
  }

  /**
   * Starts {@code bin/lamina} with a command of the operator, both streams in one.
   *
   * @param output takes what it prints
   */
  public Process command(Path output, String... arguments) {
    final List<String> all = new ArrayList<>(List.of(home.resolve("bin/lamina").toString()));
    all.addAll(List.of(arguments));
    final ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("LAMINA_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command of the operator to its end. */
  public Tool.Run lamina(String... arguments) {
    try {
      final Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "lamina", ".out");
      final Process command = command(output, arguments);
      if (!command.waitFor(5, TimeUnit.MINUTES)) {
        command.destroyForcibly();
        throw new AssertionError("lamina " + arguments[0] + " did not end: " + read(output));
      }
      return new Tool.Run(command.exitValue(), read(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where the key file of this server lies (D-16). */
  public Path keyFile() {
    return data.resolveSibling(data.getFileName() + ".key");
  }

  public static int freePort() {
    return port(0);
  }

  /** The port that a document's examples name, or another one where that is taken. */
  static int preferredPort(int documented) {
    try {
      return port(documented);
    } catch (UncheckedIOException e) {
      return freePort();
    }
  }

  private static int port(int wanted) {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that does not get healthy is ended: it would slow the tests after it. */
  public void start() {
    launch();
    try {
      awaitHealthy();
    } catch (AssertionError | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** From the next start on this distribution runs on the data; the process is stopped. */
  public void useDistribution(Path next) {
    home = next;
  }

  /** Starts, where one capability cannot: waits until that is all that is missing. */
  public void startWithout(String capability) {
    launch();
    final Client client = new Client(this);
    Await.until(
        START,
        () -> client.answers() && onlyUnhealthy(client.get("/health"), capability),
        () -> client.get("/health") + "\n" + tail());
  }

  private static boolean onlyUnhealthy(Answer health, String capability) {
    final Set<String> unhealthy = new TreeSet<>();
    int all = 0;
    for (final JsonNode each : health.json().get("capabilities")) {
      all++;
      if (!each.get("healthy").asBoolean()) {
        unhealthy.add(each.get("name").asText());
      }
    }
    return all > 1 && unhealthy.equals(Set.of(capability));
  }

  private void launch() {
    final ProcessBuilder builder = builder("run");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts bin/lamina; the caller reads what it prints. */
  public Process begin(String... arguments) {
    try {
      return builder(arguments).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(String... arguments) {
    final List<String> command = new ArrayList<>(List.of(home.resolve("bin/lamina").toString()));
    command.addAll(List.of(arguments));
    final ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("LAMINA_"));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true);
  }

  private void awaitHealthy() {
    final Client client = new Client(this);
    Await.until(
        START,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(name + " ended while starting:\n" + tail());
          }
          return client.answers() && client.get("/health").status() == 200;
        },
        () ->
            name
                + " is not healthy after "
                + START.toSeconds()
                + " s: "
                + (client.answers() ? client.get("/health").text() : "it does not answer")
                + "\n"
                + tail());
  }

  /** SIGTERM, and waits for the end. */
  public void stop() {
    terminate();
    awaitEnd(Duration.ofSeconds(60));
  }

  /** SIGTERM alone. */
  public void terminate() {
    process.destroy();
  }

  public void awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not end within " + atMost.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** kill -9, and waits for the end. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(20));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public int port() {
    return Integer.parseInt(environment.get("LAMINA_HTTP_PORT"));
  }

  /** The second connector's port, S5's. */
  public int secondPort() {
    return Integer.parseInt(environment.get("LAMINA_HTTP_PORT_2"));
  }

  public Path data() {
    return data;
  }

  /** What the process printed since it was first started, both streams. */
  public String console() {
    return read(console);
  }

  /** The server's own log. */
  public String log() {
    return read(data.resolve("log/lamina.log"));
  }

  /** Most memory it ever had resident, in MiB; Linux only. */
  public long peakResidentMib() {
    final String key = "VmHWM";
    final var matcher =
        Pattern.compile(key + ":\\s+(\\d+) kB")
            .matcher(read(Path.of("/proc", Long.toString(process.pid()), "status")));
    if (!matcher.find()) {
      throw new IllegalStateException("no " + key + " of process " + process.pid());
    }
    return Long.parseLong(matcher.group(1)) / 1024;
  }

  /** What {@code bin/lamina} says when it is called with these arguments on the same data. */
  public String command(String... arguments) {
    final List<String> command = new ArrayList<>(List.of(home.resolve("bin/lamina").toString()));
    command.addAll(List.of(arguments));
    final ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("LAMINA_"));
    builder.environment().putAll(environment);
    try {
      final Process called = builder.redirectErrorStream(true).start();
      called.getOutputStream().close();
      return new String(called.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String tail() {
    final String log = Files.exists(data.resolve("log/lamina.log")) ? log() : "";
    return console() + "\n" + log.substring(Math.max(0, log.length() - 6000));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      stop();
    }
  }
}
