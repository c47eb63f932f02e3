package io.lamina.lifecycle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Makes the next version of a bundle: the same content, a higher number. */
final class NextVersion {
  private NextVersion() {}

  static Version of(Bundle bundle) {
    final Version now = bundle.getVersion();
    return new Version(now.getMajor(), now.getMinor(), now.getMicro() + 1);
  }

  static InputStream jar(Bundle bundle, Version version) throws IOException {
    String location = bundle.getLocation();
    if (location.startsWith("reference:")) {
      location = location.substring("reference:".length());
    }
    final URL url = URI.create(location).toURL();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarInputStream in = new JarInputStream(url.openStream())) {
      final Manifest manifest = in.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version.toString());
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
