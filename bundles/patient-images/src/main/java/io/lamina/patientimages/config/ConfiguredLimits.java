package io.lamina.patientimages.config;

import io.lamina.patientimages.domain.ImageLimits;
import io.lamina.patientimages.domain.Limits;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The limits as configured; a new configuration holds from the next request on. */
@Component(service = Limits.class, configurationPid = PatientImagesConfig.PID)
@Designate(ocd = PatientImagesConfig.class)
public final class ConfiguredLimits implements Limits {
  private volatile ImageLimits limits;

  @Activate
  public ConfiguredLimits(PatientImagesConfig config) {
    limits = limits(config);
  }

  @Modified
  void modified(PatientImagesConfig config) {
    limits = limits(config);
  }

  @Override
  public ImageLimits current() {
    return limits;
  }

  private static ImageLimits limits(PatientImagesConfig config) {
    return new ImageLimits(
        Math.max(1, config.max_bytes()),
        Math.max(1, Math.min(100_000_000, config.max_pixels())),
        Math.max(1, Math.min(10_000, config.max_images())));
  }
}
