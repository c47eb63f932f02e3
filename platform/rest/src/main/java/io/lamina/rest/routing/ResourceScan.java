package io.lamina.rest.routing;

import io.lamina.rest.AnonymousAllowed;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;

/** Reads the routes of a JAX-RS resource off its annotations. */
final class ResourceScan {
  private ResourceScan() {}

  /**
   * @throws IllegalArgumentException for a class without {@code @Path} and for sub-resource
   *     locators, which the table cannot see through
   */
  static List<Route> routes(String capability, Object resource) {
    Class<?> type = resource.getClass();
    Path base = type.getAnnotation(Path.class);
    if (base == null) {
      throw new IllegalArgumentException(type.getName() + " has no @Path");
    }
    Map<String, Route> routes = new LinkedHashMap<>();
    for (Method method : type.getMethods()) {
      Path path = method.getAnnotation(Path.class);
      String verb = verb(method);
      if (verb == null) {
        if (path != null) {
          throw new IllegalArgumentException(
              type.getName()
                  + "."
                  + method.getName()
                  + " is a sub-resource locator: give it a verb");
        }
        continue;
      }
      PathTemplate template =
          PathTemplate.of(base.value() + (path == null ? "" : "/" + path.value()));
      Route route =
          new Route(
              verb,
              template,
              capability,
              null,
              resource,
              Set.of(method),
              method.isAnnotationPresent(AnonymousAllowed.class)
                  ? Route.Access.ANYONE
                  : Route.Access.SIGNED_IN,
              readsJson(type, method));
      routes.merge(route.key(), route, ResourceScan::merge);
    }
    return new ArrayList<>(routes.values());
  }

  /** Two methods of one class on one template differ by media type; the stricter access holds. */
  private static Route merge(Route one, Route other) {
    Set<Method> methods = new HashSet<>(one.javaMethods());
    methods.addAll(other.javaMethods());
    return new Route(
        one.method(),
        one.template(),
        one.capability(),
        one.destination(),
        one.owner(),
        Set.copyOf(methods),
        one.access() == other.access() ? one.access() : Route.Access.SIGNED_IN,
        one.jsonBody() && other.jsonBody());
  }

  private static String verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return verb.value();
      }
    }
    return null;
  }

  private static boolean readsJson(Class<?> type, Method method) {
    Consumes consumes = method.getAnnotation(Consumes.class);
    consumes = consumes == null ? type.getAnnotation(Consumes.class) : consumes;
    if (consumes != null
        && java.util.Arrays.stream(consumes.value()).noneMatch(media -> media.contains("json"))) {
      return false;
    }
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getAnnotations().length == 0
          || java.util.Arrays.stream(parameter.getAnnotations())
              .noneMatch(each -> each.annotationType().getName().startsWith("javax.ws.rs."))) {
        return true;
      }
    }
    return false;
  }
}
