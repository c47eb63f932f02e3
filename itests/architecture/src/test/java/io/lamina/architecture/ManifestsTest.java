package io.lamina.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
  static List<Reactor.Module> bundles() {
    return Reactor.bundles();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void saysWhatTheRuntimeReliesOn(Reactor.Module module) {
    final Set<String> capabilities =
        Reactor.capabilities().stream().map(Reactor.Module::artifactId).collect(Collectors.toSet());
    final String capability =
        module.isCapability() ? module.path().substring("bundles/".length()) : null;
    assertEquals(
        List.of(),
        Manifests.faults(module.manifest(), module.artifactId(), capability, capabilities));
  }

  @Test
  void eachFaultIsFound() {
    final Manifest manifest = new Manifest();
    final Attributes headers = manifest.getMainAttributes();
    headers.putValue("Bundle-SymbolicName", "something.else");
    headers.putValue("Require-Capability", "osgi.service;filter:=\"(objectClass=x)\"");
    headers.putValue("Export-Package", "io.lamina.wrong.domain;uses:=\"a,b\"");
    headers.putValue("Import-Package", "javax.sql,io.lamina.masks.domain;version=\"[1,2)\"");
    final List<String> faults =
        Manifests.faults(manifest, "io.lamina.wrong", "wrong", Set.of("io.lamina.masks"));
    assertEquals(6, faults.size(), faults::toString);
    assertTrue(faults.get(2).startsWith("a capability exports"), faults::toString);
  }
}
