package io.lamina.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** What a JAX-RS resource has to look like. */
final class Endpoints {
  static final int MOST = 8;
  private static final Set<String> VERBS =
      Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
  private static final String OPERATION = "io.swagger.v3.oas.annotations.Operation";

  static final ArchRule AT_MOST_EIGHT =
      classes()
          .should(
              new ArchCondition<JavaClass>("have at most " + MOST + " endpoints") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  final var endpoints = endpoints(type).size();
                  if (endpoints > MOST) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " has " + endpoints + ": split it by noun"));
                  }
                }
              });

  static final ArchRule EACH_HAS_A_SUMMARY =
      classes()
          .should(
              new ArchCondition<JavaClass>("describe each endpoint by @Operation(summary)") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  endpoints(type).stream()
                      .filter(method -> summary(method).isBlank())
                      .forEach(
                          method ->
                              events.add(
                                  SimpleConditionEvent.violated(type, method.getFullName())));
                }
              });

  private Endpoints() {}

  static List<JavaMethod> endpoints(JavaClass type) {
    return type.getMethods().stream()
        .filter(
            method ->
                method.getAnnotations().stream()
                    .map(annotation -> annotation.getRawType().getName())
                    .anyMatch(
                        name ->
                            name.startsWith("javax.ws.rs.")
                                && VERBS.contains(name.substring("javax.ws.rs.".length()))))
        .toList();
  }

  private static String summary(JavaMethod method) {
    return method.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().getName().equals(OPERATION))
        .map(Endpoints::summary)
        .findFirst()
        .orElse("");
  }

  private static String summary(JavaAnnotation<?> operation) {
    return operation.get("summary").map(Object::toString).orElse("");
  }
}
