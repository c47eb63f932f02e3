package io.lamina.lifecycle;

import static org.ops4j.pax.exam.CoreOptions.environment;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/** The built distribution under Pax Exam, as bin/lamina would start it. */
final class Container {
  static final String PASSWORD = "First-boot-password-1";
  static final String PORT = "lamina.test.port";
  private static final String ALL = "=ALL-UNNAMED";

  private Container() {}

  static Option[] lamina() {
    final Path work = Path.of(System.getProperty("lamina.work"));
    final Path data;
    try {
      data = Files.createTempDirectory(Files.createDirectories(work.resolve("data")), "lamina");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    final String port = Integer.toString(freePort());
    return options(
        karafDistributionConfiguration()
            .frameworkUrl(new File(System.getProperty("lamina.distribution")).toURI().toString())
            .name("lamina")
            .unpackDirectory(work.resolve("exam").toFile())
            .useDeployFolder(false),
        configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
        keepRuntimeFolder(),
        // no address to fetch from: only the distribution's system folder and, for Pax Exam's own
        // bundles, the local repository of the build
        editConfigurationFilePut(
            "etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories", ""),
        systemProperty(PORT).value(port),
        environment("LAMINA_DATA=" + data),
        environment("LAMINA_HTTP_PORT=" + port),
        environment("LAMINA_RATE_LIMITS=off"),
        environment("LAMINA_ADMIN_PASSWORD=" + PASSWORD),
        vmOptions("-Xmx512m", "-Dlamina.data=" + data),
        jvm(System.getProperty("karaf.version")));
  }

  /** Karaf's own flags, as bin/lamina gives them: without them the container hangs at its start. */
  private static Option jvm(String karaf) {
    return vmOptions(
        "-Djava.security.manager=allow",
        "--add-reads=java.xml=java.logging",
        "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
        "--patch-module",
        "java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar",
        "--patch-module",
        "java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karaf + ".jar",
        "--add-opens",
        "java.base/java.security" + ALL,
        "--add-opens",
        "java.base/java.net" + ALL,
        "--add-opens",
        "java.base/java.lang" + ALL,
        "--add-opens",
        "java.base/java.util" + ALL,
        "--add-opens",
        "java.naming/javax.naming.spi" + ALL,
        "--add-opens",
        "java.rmi/sun.rmi.transport.tcp" + ALL,
        "--add-exports=java.base/sun.net.www.protocol.file" + ALL,
        "--add-exports=java.base/sun.net.www.protocol.ftp" + ALL,
        "--add-exports=java.base/sun.net.www.protocol.http" + ALL,
        "--add-exports=java.base/sun.net.www.protocol.https" + ALL,
        "--add-exports=java.base/sun.net.www.protocol.jar" + ALL,
        "--add-exports=java.base/sun.net.www.content.text" + ALL,
        "--add-exports=jdk.xml.dom/org.w3c.dom.html" + ALL,
        "--add-exports=jdk.naming.rmi/com.sun.jndi.url.rmi" + ALL,
        "--add-exports=java.rmi/sun.rmi.registry" + ALL,
        "-classpath",
        "lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
