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
   * Whether anything of its kind is encrypted already, by whatever keys: where the keyset is gone,
   * no new one may be made over it.
   *
   * @param data the data folder
   */
  default boolean holdsEncrypted(Path data) throws IOException {
    return false;
  }

  /**
   * @param data the data folder
   * @param keys seals what is converted
   * @param progress takes lines for the operator, without PHI
   * @return false where something was left unencrypted, or does not open with these keys, which a
   *     line named
   * @throws IOException where it cannot go on; nothing is lost then
   */
  boolean convert(Path data, KeyVault keys, Consumer<String> progress) throws IOException;
}
