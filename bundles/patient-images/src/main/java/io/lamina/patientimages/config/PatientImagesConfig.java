package io.lamina.patientimages.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, {@code etc/io.lamina.patient_images.cfg}; changes take effect at once. */
@ObjectClassDefinition(
    name = "Lamina patient images",
    description = "Images of scenarios, in the object store alone")
public @interface PatientImagesConfig {
  String PID = "io.lamina.patient_images";

  @AttributeDefinition(
      name = "Largest image",
      description =
          "Bytes one image may have at most. Environment: LAMINA_PATIENT_IMAGES_MAX_BYTES",
      min = "1")
  long max_bytes() default 10L * 1024 * 1024;

  @AttributeDefinition(
      name = "Most pixels",
      description =
          "Pixels one image may have at most. Environment: LAMINA_PATIENT_IMAGES_MAX_PIXELS",
      min = "1",
      max = "100000000")
  long max_pixels() default 50_000_000;

  @AttributeDefinition(
      name = "Most images",
      description =
          "Images one scenario may have at most. Environment: LAMINA_PATIENT_IMAGES_MAX_IMAGES",
      min = "1",
      max = "10000")
  int max_images() default 1000;
}
