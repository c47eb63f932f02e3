package io.lamina.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hospital IT reads the files in etc/: each capability has one and it names every key. */
class ConfigurationFilesTest {
  private static final Path ETC = Reactor.ROOT.resolve("karaf-assembly/src/main/resources/etc");

  static List<Reactor.Module> bundles() {
    return Reactor.bundles();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void fileListsEveryKey(Reactor.Module module) {
    for (final Path metatype :
        Reactor.files(module.classes().resolve("OSGI-INF/metatype"), ".xml")) {
      for (final var declared : ConfigurationFiles.declared(Reactor.read(metatype))) {
        final Path file = ETC.resolve(declared.pid() + ".cfg");
        assertTrue(Files.exists(file), () -> "no etc/" + declared.pid() + ".cfg is shipped");
        assertEquals(
            List.of(),
            ConfigurationFiles.missing(declared, Reactor.read(file)),
            () -> "keys that etc/" + declared.pid() + ".cfg does not list");
      }
    }
  }

  @Test
  void eachCapabilityShipsItsFile() {
    for (final Reactor.Module module : Reactor.capabilities()) {
      if (!Reactor.files(module.classes(), ".class").isEmpty()) {
        // in the name of a file a dash would begin the name of one of several instances, and the
        // capability never see what the file says (Felix File Install)
        final String pid =
            "io.lamina." + module.path().substring("bundles/".length()).replace('-', '_');
        assertTrue(
            Files.exists(ETC.resolve(pid + ".cfg")), () -> "no etc/" + pid + ".cfg is shipped");
      }
    }
  }

  @Test
  void noFileHasANameThatReachesNobody() {
    assertEquals(
        List.of(),
        Reactor.files(ETC, ".cfg").stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith("io.lamina.") && name.contains("-"))
            .toList());
  }

  @Test
  void aKeyThatIsNotListedIsFound() {
    final var declared =
        ConfigurationFiles.declared(
                """
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                  <OCD id="a.B" name="b">
                    <AD id="max.size" type="Long" default="1"/><AD id="max.files" type="Long"/>
                  </OCD>
                  <Designate pid="io.lamina.wrong"><Object ocdref="a.B"/></Designate>
                </metatype:MetaData>
                """)
            .get(0);
    assertEquals("io.lamina.wrong", declared.pid());
    assertEquals(
        List.of("max.files"),
        ConfigurationFiles.missing(declared, "# how big\n#max.size = 1\n# max.files is not set\n"));
  }
}
