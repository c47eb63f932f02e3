package io.lamina.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** DESIGN.md, "Inside a capability": which room may know what. */
final class Rooms {
  private static final String[] WEB = {"javax.ws.rs..", "com.fasterxml.jackson..", "io.swagger.."};
  private static final String[] SQL = {"javax.persistence..", "java.sql..", "javax.sql.."};
  private static final String[] TOOLKIT = {"org.aoju..", "org.opencv.."};

  static final ArchRule DOMAIN_IS_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAPackage("io.lamina.*.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javax.ws.rs..",
              "javax.servlet..",
              "com.fasterxml..",
              "io.swagger..",
              "javax.persistence..",
              "java.sql..",
              "javax.sql..",
              "org.apache.aries..",
              "io.lamina.rest..",
              "io.lamina.persistence..",
              "io.lamina.*.rest..",
              "io.lamina.*.store..")
          .because("the domain knows neither HTTP nor the database: it has ports for them");

  static final ArchRule REST_DOES_NOT_KNOW_THE_STORE =
      noClasses()
          .that()
          .resideInAPackage("io.lamina.*.rest..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lamina.*.store..")
          .because("rest -> domain <- store");

  static final ArchRule STORE_DOES_NOT_KNOW_REST =
      noClasses()
          .that()
          .resideInAPackage("io.lamina.*.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lamina.*.rest..", "io.lamina.rest..")
          .because("rest -> domain <- store");

  static final ArchRule WEB_ONLY_IN_REST =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.lamina.*.rest..", "io.lamina.rest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WEB)
          .because("JAX-RS and JSON belong to the rooms called rest");

  static final ArchRule SQL_ONLY_IN_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.lamina.*.store..",
              "io.lamina.persistence..",
              "io.lamina.testkit..",
              // the store rooms hand the connection of a change over by it
              "io.lamina.api.audit..",
              // and read a copy of the database by the connection to it
              "io.lamina.api.blob..")
          .and()
          // tells a full disk from a fault, whichever store room's exception says so
          .doNotHaveFullyQualifiedName("io.lamina.rest.errors.Refusals")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SQL)
          .because("persistence belongs to the rooms called store");

  static final ArchRule TOOLKIT_ONLY_INSIDE_THE_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.lamina.dicom.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TOOLKIT)
          .because("nothing of the DICOM toolkit shows outside platform/dicom's inner packages");

  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Manager|Utils|Helper)")
          .because("such a name says nothing about the class");

  static final ArchRule NOTHING_PRINTS =
      classes()
          .should(
              notPrint(
                  Set.of(
                      "io.lamina.accounts.domain.FirstBoot",
                      "io.lamina.keys.command.KeysCommand",
                      "io.lamina.operations.restore.RestoreProgram")))
          .because("the log is the place for what happens, without PHI and with levels");

  private Rooms() {}

  /**
   * @param allowed full names of the classes that print by design, such as the first-boot password
   */
  static ArchCondition<JavaClass> notPrint(Set<String> allowed) {
    return new ArchCondition<>("not print to the console") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (allowed.contains(type.getName())) {
          return;
        }
        type.getFieldAccessesFromSelf().stream()
            .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
            .filter(access -> Set.of("out", "err").contains(access.getTarget().getName()))
            .forEach(
                access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
        type.getMethodCallsFromSelf().stream()
            .filter(call -> call.getTarget().getName().equals("printStackTrace"))
            .filter(call -> call.getTarget().getRawParameterTypes().isEmpty())
            .map(JavaCall::getDescription)
            .forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
      }
    };
  }

  /** Classes of one capability must not know those of another. */
  static ArchRule capabilityStandsAlone(String capability, Set<String> others) {
    final var foreign =
        new DescribedPredicate<JavaClass>("a class of another capability") {
          @Override
          public boolean test(JavaClass type) {
            return others.stream()
                .anyMatch(other -> (type.getPackageName() + ".").startsWith(other + "."));
          }
        };
    return noClasses()
        .that()
        .resideInAPackage(capability + "..")
        .should()
        .dependOnClassesThat(foreign)
        .because("bundles meet in services of platform/api only");
  }
}
