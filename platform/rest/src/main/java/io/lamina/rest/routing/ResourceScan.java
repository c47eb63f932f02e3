package io.lamina.rest.routing;

import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.BrowserForm;
import io.lamina.rest.forms.UrlEncodedForm;
import io.lamina.rest.multipart.MultipartBody;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.core.MediaType;

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
              access(method),
              readsJson(method),
              forms(Set.of(method)));
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
        one.jsonBody() && other.jsonBody(),
        forms(methods));
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

  private static Route.Access access(Method method) {
    if (method.isAnnotationPresent(BrowserForm.class)) {
      return Route.Access.BROWSER;
    }
    return method.isAnnotationPresent(AnonymousAllowed.class)
        ? Route.Access.ANYONE
        : Route.Access.SIGNED_IN;
  }

  /**
   * A form with files is taken where each method that could get it reads it by {@link
   * MultipartBody}, which looks for the token; one that reads the body in another way gets none.
   */
  private static Route.Forms forms(Collection<Method> methods) {
    boolean plain = methods.stream().anyMatch(method -> consumes(method, UrlEncodedForm.TYPE));
    List<Method> takers =
        methods.stream().filter(method -> consumes(method, MediaType.MULTIPART_FORM_DATA)).toList();
    boolean multipart =
        !takers.isEmpty()
            && takers.stream()
                .allMatch(
                    method ->
                        Arrays.asList(method.getParameterTypes()).contains(MultipartBody.class));
    return new Route.Forms(plain, multipart);
  }

  private static boolean consumes(Method method, String type) {
    MediaType asked = MediaType.valueOf(type);
    return consumed(method)
        .map(types -> types.stream().map(MediaType::valueOf).anyMatch(asked::isCompatible))
        .orElse(true);
  }

  /** Empty where any type is. */
  private static Optional<List<String>> consumed(Method method) {
    Consumes consumes = method.getAnnotation(Consumes.class);
    consumes =
        consumes == null ? method.getDeclaringClass().getAnnotation(Consumes.class) : consumes;
    return Optional.ofNullable(consumes).map(types -> List.of(types.value()));
  }

  private static boolean readsJson(Method method) {
    if (consumed(method)
        .filter(types -> types.stream().noneMatch(media -> media.contains("json")))
        .isPresent()) {
      return false;
    }
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getAnnotations().length == 0
          || Arrays.stream(parameter.getAnnotations())
              .noneMatch(each -> each.annotationType().getName().startsWith("javax.ws.rs."))) {
        return true;
      }
    }
    return false;
  }
}
