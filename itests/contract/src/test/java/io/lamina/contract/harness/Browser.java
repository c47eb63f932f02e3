package io.lamina.contract.harness;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A client that keeps cookies, as browsers and requests' sessions do. */
public final class Browser {
  public static final String FORM = "application/x-www-form-urlencoded";

  private final Client client;
  private final Map<String, String> cookies = new TreeMap<>();

  public Browser(Server server) {
    this.client = new Client(server);
  }

  public String cookie(String name) {
    return cookies.get(name);
  }

  /** Puts a cookie there as somebody else might have. */
  public void plant(String name, String value) {
    cookies.put(name, value);
  }

  public HttpRequest.Builder request(String path) {
    final HttpRequest.Builder request = client.request(path);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  public Answer send(HttpRequest.Builder request) {
    final Answer answer = client.send(request);
    for (final String cookie : answer.headers().allValues("Set-Cookie")) {
      final int equals = cookie.indexOf('=');
      final String value = cookie.substring(equals + 1, cookie.indexOf(';'));
      if (value.isEmpty()) {
        cookies.remove(cookie.substring(0, equals));
      } else {
        cookies.put(cookie.substring(0, equals), value);
      }
    }
    return answer;
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String contentType, BodyPublisher body) {
    return send(request(path).header("Content-Type", contentType).POST(body));
  }

  /** Opens the form and sends it. */
  public Answer signIn(String username, String password) {
    get("/login/").expect(200);
    return post("/login/", FORM, form(username, password));
  }

  private BodyPublisher form(String username, String password) {
    return BodyPublishers.ofString(
        "username=%s&password=%s&csrfmiddlewaretoken=%s"
            .formatted(username, password, cookie("csrftoken")));
  }
}
