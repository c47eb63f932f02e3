package io.lamina.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule holds for our code, and each fails for the class that breaks it on purpose. */
class CodeRulesTest {
  private static final JavaClasses OURS = Reactor.classes();
  private static final JavaClasses WRONG = Reactor.wrongClasses();

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("domain is plain Java", Rooms.DOMAIN_IS_PLAIN_JAVA, "DomainThatKnowsSql"),
        rule(
            "rest does not know the store",
            Rooms.REST_DOES_NOT_KNOW_THE_STORE,
            "ResourceThatKnowsTheStore"),
        rule("store does not know rest", Rooms.STORE_DOES_NOT_KNOW_REST, "StoreThatKnowsAResource"),
        rule("JAX-RS and JSON only in rest", Rooms.WEB_ONLY_IN_REST, "DomainThatSpeaksJson"),
        rule("persistence only in store", Rooms.SQL_ONLY_IN_STORE, "DomainThatKnowsSql"),
        rule(
            "DICOM toolkit only inside platform/dicom",
            Rooms.TOOLKIT_ONLY_INSIDE_THE_ADAPTER,
            "DomainThatKnowsTheToolkit"),
        rule("names say what a class is", Rooms.NAMES_SAY_WHAT_A_CLASS_IS, "AnnotationServiceImpl"),
        rule("nothing prints", Rooms.NOTHING_PRINTS, "DomainThatPrints"),
        rule("at most eight endpoints", Endpoints.AT_MOST_EIGHT, "ResourceThatKnowsTheStore"),
        rule(
            "each endpoint has a summary",
            Endpoints.EACH_HAS_A_SUMMARY,
            "ResourceThatKnowsTheStore"));
  }

  private static Arguments rule(String name, ArchRule rule, String caught) {
    return Arguments.of(Named.of(name, rule.allowEmptyShould(true)), caught);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void holdsForOurCode(ArchRule rule, String caught) {
    rule.check(OURS);
  }

  @ParameterizedTest(name = "{0} catches {1}")
  @MethodSource("rules")
  void catchesTheBadExample(ArchRule rule, String caught) {
    final var result = rule.evaluate(WRONG);
    assertTrue(
        result.getFailureReport().toString().contains(caught),
        () -> "the rule let " + caught + " pass: " + result.getFailureReport());
  }

  @Test
  void capabilitiesNeverDependOnEachOther() {
    final var packages =
        Reactor.capabilities().stream()
            .map(Reactor.Module::artifactId)
            .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(packages.isEmpty(), "the root pom lists no bundle");
    for (final String capability : packages) {
      final Set<String> others = new HashSet<>(packages);
      others.remove(capability);
      Rooms.capabilityStandsAlone(capability, others).allowEmptyShould(true).check(OURS);
    }
    assertTrue(
        Rooms.capabilityStandsAlone("io.lamina.alsowrong", Set.of("io.lamina.wrong"))
            .evaluate(WRONG)
            .hasViolation(),
        "a capability that uses another one passed");
  }

  @Test
  void everyModuleIsAmongTheClassesChecked() {
    assertTrue(OURS.size() > 100, () -> "only " + OURS.size() + " classes were read");
    final String pom = Reactor.read(Reactor.ROOT.resolve("itests/architecture/pom.xml"));
    for (final Reactor.Module module : Reactor.modules()) {
      assertTrue(
          pom.contains("<artifactId>" + module.artifactId() + "</artifactId>"),
          () -> "itests/architecture/pom.xml does not depend on " + module.artifactId());
    }
  }
}
