package io.lamina.keys;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import io.lamina.api.keys.KeyVault;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.keys.command.RotateKey;
import io.lamina.keys.vault.Installation;
import io.lamina.keys.vault.Installation.Opening;
import io.lamina.keys.vault.KeysException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the keys of this installation and offers them. Where that is not possible there is no
 * KeyVault, and so no database and no store.
 */
@Component(immediate = true, service = HealthCheck.class)
public final class PlatformKeys implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformKeys.class);

  private final Health health;
  private final List<ServiceRegistration<?>> registrations;

  @Activate
  public PlatformKeys(BundleContext bundle) {
    Installation installation = installation(bundle);
    Opening opening;
    try {
      opening = installation.open();
    } catch (KeysException e) {
      LOG.error("{}", e.getMessage());
      health = Health.failing("The keys of the data cannot be opened; the reason is in the log");
      registrations = List.of();
      return;
    }
    if (opening.created()) {
      LOG.warn(
          "Made the key file {}. Back it up now, apart from the data: without it nothing that is"
              + " stored here can ever be read again",
          installation.keyFile());
    } else {
      LOG.info(
          "The data are unlocked by the key file {} (id {}); keep a copy of it apart from the data",
          installation.keyFile(),
          opening.keyFileId());
    }
    health = Health.ok();
    registrations =
        List.of(
            bundle.registerService(KeyVault.class, opening.vault(), null),
            bundle.registerService(
                OperatorCommand.class, new RotateKey(installation, opening.vault()), null));
  }

  private static Installation installation(BundleContext bundle) {
    String keyFile = bundle.getProperty("lamina.key.file");
    if (keyFile == null || keyFile.isBlank()) {
      keyFile = System.getenv("LAMINA_KEY_FILE");
    }
    return new Installation(
        Path.of(bundle.getProperty("lamina.data")),
        keyFile == null || keyFile.isBlank() ? null : Path.of(keyFile));
  }

  @Override
  public Health check() {
    return health;
  }

  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
  }
}
