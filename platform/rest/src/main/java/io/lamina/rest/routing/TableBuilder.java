package io.lamina.rest.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one table of all claims and of what is remembered. Guarded by the registry's lock. */
final class TableBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(TableBuilder.class);

  /** Said once. */
  private final Set<String> refused = new HashSet<>();

  /**
   * @param claims in the order of their arrival: the first claim on a method and template holds
   * @param memory learns what is here
   * @param complete whether a capability is here with all it has
   */
  RouteTable build(List<Claim> claims, RouteMemory memory, Predicate<String> complete) {
    Map<String, Route> routes = new LinkedHashMap<>();
    Map<String, Set<String>> live = new HashMap<>();
    for (Claim claim : claims) {
      for (Route route : claim.routes()) {
        Route first = routes.putIfAbsent(route.key(), route);
        if (first == null) {
          live.computeIfAbsent(route.capability(), name -> new TreeSet<>()).add(line(route));
        } else {
          refuse(route, first);
        }
      }
    }
    live.forEach((name, lines) -> memory.remember(name, lines, complete.test(name)));
    for (String name : memory.capabilities()) {
      for (String line : memory.of(name)) {
        int space = line.indexOf(' ');
        Route away =
            Route.remembered(
                line.substring(0, space), PathTemplate.of(line.substring(space + 1)), name);
        routes.putIfAbsent(away.key(), away);
      }
    }
    return new RouteTable(routes.values());
  }

  private static String line(Route route) {
    return route.method() + ' ' + route.template();
  }

  private void refuse(Route route, Route first) {
    if (refused.add(route.key() + route.owner().getClass().getName())) {
      LOG.error(
          "{} {} of {} in '{}' is refused: {} in '{}' has claimed it",
          route.method(),
          route.template(),
          route.owner().getClass().getName(),
          route.capability(),
          first.owner().getClass().getName(),
          first.capability());
    }
  }
}
