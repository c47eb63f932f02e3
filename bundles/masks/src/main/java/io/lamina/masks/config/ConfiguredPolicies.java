package io.lamina.masks.config;

import io.lamina.masks.domain.MaskPolicy;
import io.lamina.masks.domain.Policies;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The policy as configured; a new configuration holds from the next request on. */
@Component(service = Policies.class, configurationPid = "io.lamina.masks")
@Designate(ocd = MasksConfig.class)
public final class ConfiguredPolicies implements Policies {
  private volatile MaskPolicy policy;

  @Activate
  public ConfiguredPolicies(MasksConfig config) {
    policy = policy(config);
  }

  @Modified
  void modified(MasksConfig config) {
    policy = policy(config);
  }

  @Override
  public MaskPolicy current() {
    return policy;
  }

  private static MaskPolicy policy(MasksConfig config) {
    return new MaskPolicy(
        Math.max(1, config.max_mask_bytes()),
        Arrays.stream(config.media_types())
            .flatMap(types -> Arrays.stream(types.split(",")))
            .map(type -> type.strip().toLowerCase(Locale.ROOT))
            .filter(type -> !type.isEmpty())
            .collect(Collectors.toSet()),
        switch (config.integrity().strip()) {
          case "strict" -> true;
          case "lenient" -> false;
          default -> throw new IllegalArgumentException("integrity is lenient or strict");
        },
        // a link lives for an hour at most: what is younger may still be on its way
        Duration.ofHours(Math.max(2, config.orphan_age_hours())));
  }
}
