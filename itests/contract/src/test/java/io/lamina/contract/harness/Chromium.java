package io.lamina.contract.harness;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser without a window, driven through Debian's chromium-driver (W3C WebDriver): what it
 * makes of cookies, origins and forms, no client of our own can show.
 */
public final class Chromium implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile(".*started successfully on port (\\d+).*");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process driver;
  private final URI base;
  private final String session;

  private Chromium(Process driver, int port, Path profile) {
    this.driver = driver;
    this.base = URI.create("http://127.0.0.1:" + port + "/");
    final ObjectNode wanted = json.createObjectNode();
    final ObjectNode browser = wanted.putObject("capabilities").putObject("alwaysMatch");
    browser.put("browserName", "chrome");
    final ArrayNode arguments = browser.putObject("goog:chromeOptions").putArray("args");
    // builders run as root in containers, where its own sandbox and shared memory do not work
    arguments.add("--headless=new").add("--no-sandbox").add("--disable-dev-shm-usage");
    arguments.add("--disable-gpu").add("--lang=en").add("--user-data-dir=" + profile);
    this.session = call("POST", "session", wanted).get("sessionId").asText();
  }

  /**
   * Starts one; skips the test where it is not installed, but on the build server fails.
   *
   * @param profile an empty folder
   */
  public static Chromium start(Path profile) {
    final StringBuilder said = new StringBuilder();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      final Process driver = driver();
      final OptionalInt port = port(driver, said);
      if (port.isPresent()) {
        try {
          return new Chromium(driver, port.getAsInt(), profile);
        } catch (RuntimeException | Error e) {
          end(driver);
          throw e;
        }
      }
      end(driver);
    }
    throw new AssertionError("chromedriver ended without a port: " + said);
  }

  private static Process driver() {
    try {
      return new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        fail("chromedriver is missing on the build server");
      }
      return Assumptions.abort("skipped: chromium and chromium-driver are not installed here");
    }
  }

  /** Empty where it ended: the port that it took for IPv4 was not free for IPv6. */
  private static OptionalInt port(Process driver, StringBuilder said) {
    try {
      final BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        final Matcher started = STARTED.matcher(line);
        if (started.matches()) {
          return OptionalInt.of(Integer.parseInt(started.group(1)));
        }
        said.append(line).append('\n');
      }
      return OptionalInt.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode call(String method, String path, JsonNode body) {
    try {
      final HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(base.resolve(path))
                  .timeout(LONGEST)
                  .header("Content-Type", "application/json")
                  .method(
                      method,
                      body == null
                          ? HttpRequest.BodyPublishers.noBody()
                          : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(method + " " + path + ": " + answer.body());
      }
      return json.readTree(answer.body()).get("value");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode inSession(String method, String path, JsonNode body) {
    return call(method, "session/" + session + "/" + path, body);
  }

  /** Opens a page and waits until it is loaded. */
  public void open(String url) {
    inSession("POST", "url", json.createObjectNode().put("url", url));
  }

  public String url() {
    return inSession("GET", "url", null).asText();
  }

  /** What a person reads on the page. */
  public String text() {
    return inSession("GET", "element/" + find("body") + "/text", null).asText();
  }

  private String find(String css) {
    final ObjectNode how = json.createObjectNode().put("using", "css selector").put("value", css);
    return inSession("POST", "element", how).get(ELEMENT).asText();
  }

  /** Types into a field, as a person does. */
  public void type(String css, String text) {
    inSession("POST", "element/" + find(css) + "/value", json.createObjectNode().put("text", text));
  }

  /** Clicks what leads to another page, and waits until what was clicked is gone. */
  public void click(String css) {
    final String clicked = find(css);
    inSession("POST", "element/" + clicked + "/click", json.createObjectNode());
    Await.until(SOON, () -> isGone(clicked), () -> "nothing came of a click on " + css);
    Await.until(
        SOON,
        () -> "complete".equals(run("return document.readyState").asText()),
        () -> "the next page does not load");
  }

  private boolean isGone(String element) {
    try {
      inSession("GET", "element/" + element + "/name", null);
      return false;
    } catch (AssertionError e) {
      if (e.getMessage().contains("stale element") || e.getMessage().contains("no such element")) {
        return true;
      }
      throw e;
    }
  }

  /** Runs a script as the page. */
  public JsonNode run(String script) {
    final ObjectNode what = json.createObjectNode().put("script", script);
    what.putArray("args");
    return inSession("POST", "execute/sync", what);
  }

  /** What the browser keeps of a cookie; null where it has none of this name. */
  public JsonNode cookie(String name) {
    for (final JsonNode cookie : inSession("GET", "cookie", null)) {
      if (cookie.get("name").asText().equals(name)) {
        return cookie;
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      call("DELETE", "session/" + session, null);
    } finally {
      end(driver);
    }
  }

  private static void end(Process driver) {
    driver.descendants().forEach(ProcessHandle::destroy);
    driver.destroy();
    try {
      if (!driver.waitFor(20, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
