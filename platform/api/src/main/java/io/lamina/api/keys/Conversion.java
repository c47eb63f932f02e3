package io.lamina.api.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Encrypts one kind of data of an installation from before the encryption, for {@code bin/lamina
 * encrypt}: outside OSGi, while the platform is stopped, found by {@link java.util.ServiceLoader}.
 * It may be killed at any moment and is run again then: what it did is found done.
 */
@ConsumerType
public interface Conversion {
  /**
   * @param data the data folder
   * @param keys seals what is converted
   * @param progress takes lines for the operator, without PHI
   * @return false where something was left unencrypted, which a line named
   * @throws IOException where it cannot go on; nothing is lost then
   */
  boolean convert(Path data, KeyVault keys, Consumer<String> progress) throws IOException;
}
