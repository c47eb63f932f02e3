package io.lamina.rest.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All routes at one moment; immutable. */
public final class RouteTable {
  public static final RouteTable EMPTY = new RouteTable(List.of());

  /**
   * @param routes by HTTP method
   */
  private record Line(PathTemplate template, Map<String, Route> routes) {}

  private final Map<String, List<Line>> drawers = new HashMap<>();
  private final List<Line> anyFirstSegment;
  private final List<Route> routes;

  /**
   * @param routes each method and shape at most once
   */
  public RouteTable(Collection<Route> routes) {
    this.routes = List.copyOf(routes);
    Map<PathTemplate, Line> lines = new TreeMap<>();
    for (Route route : routes) {
      lines
          .computeIfAbsent(route.template(), template -> new Line(template, new TreeMap<>()))
          .routes()
          .put(route.method(), route);
    }
    Map<String, List<Line>> sorted = new HashMap<>();
    lines.forEach(
        (template, line) ->
            sorted.computeIfAbsent(template.firstSegment(), first -> new ArrayList<>()).add(line));
    anyFirstSegment = sorted.getOrDefault("", List.of());
    sorted.forEach((first, own) -> drawers.put(first, merged(own, first)));
  }

  private List<Line> merged(List<Line> own, String first) {
    List<Line> all = new ArrayList<>(own);
    if (!first.isEmpty()) {
      all.addAll(anyFirstSegment);
    }
    all.sort((left, right) -> left.template().compareTo(right.template()));
    return List.copyOf(all);
  }

  public List<Route> routes() {
    return routes;
  }

  /**
   * The line of a path.
   *
   * @param path decoded, without trailing slash
   */
  public Optional<Match> find(String path) {
    int end = path.indexOf('/', 1);
    String first = path.substring(1, end < 0 ? path.length() : end);
    for (Line line : drawers.getOrDefault(first, anyFirstSegment)) {
      if (line.template().matches(path)) {
        return Optional.of(new Match(line.template(), line.routes()));
      }
    }
    return Optional.empty();
  }

  /**
   * The most specific template of a path with its routes.
   *
   * @param routes by HTTP method
   */
  public record Match(PathTemplate template, Map<String, Route> routes) {
    /** The route of a method; HEAD is answered by GET's. */
    public Optional<Route> route(String method) {
      Route route = routes.get(method);
      if (route == null && method.equals("HEAD")) {
        route = routes.get("GET");
      }
      return Optional.ofNullable(route == null ? routes.get(Route.ANY) : route);
    }

    /** Whose path it is; of two that share it, the first one's by method. */
    public String capability() {
      return routes.values().stream().map(Route::capability).sorted().findFirst().orElseThrow();
    }

    /** For the header Allow. */
    public Set<String> allowed() {
      Set<String> methods = new TreeSet<>(routes.keySet());
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      methods.add("OPTIONS");
      return methods;
    }
  }
}
