package io.lamina.rest.runtime;

import io.lamina.rest.config.LimitsConfig;
import io.lamina.rest.limits.LimitsSettings;
import io.lamina.rest.limits.RateLimits;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the rate limits as {@code etc/io.lamina.limits.cfg} has them, while requests run. */
@Component(service = RateLimitsComponent.class, configurationPid = "io.lamina.limits")
@Designate(ocd = LimitsConfig.class)
public final class RateLimitsComponent {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimitsComponent.class);

  private final RateLimits limits;

  /** A file that cannot be understood does not keep the platform from starting. */
  @Activate
  public RateLimitsComponent(LimitsConfig config) {
    LimitsSettings settings;
    try {
      settings = LimitsSettings.of(config, System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.error(
          "etc/io.lamina.limits.cfg: {}. The limits that Lamina ships are in force instead",
          e.getMessage());
      settings = LimitsSettings.shipped(System.getenv());
    }
    limits = new RateLimits(settings);
    say(settings);
  }

  @Modified
  void change(LimitsConfig config) {
    try {
      LimitsSettings settings = LimitsSettings.of(config, System.getenv());
      limits.set(settings);
      say(settings);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "etc/io.lamina.limits.cfg: {}. The limits stay as they were before", e.getMessage());
    }
  }

  private static void say(LimitsSettings settings) {
    if (settings.on()) {
      LOG.info("Rate limits are on, as in etc/io.lamina.limits.cfg");
    } else {
      LOG.warn(
          "Rate limits are off (LAMINA_RATE_LIMITS=off, or enabled=false in"
              + " etc/io.lamina.limits.cfg): nothing bounds how much one caller asks for");
    }
  }

  RateLimits limits() {
    return limits;
  }
}
