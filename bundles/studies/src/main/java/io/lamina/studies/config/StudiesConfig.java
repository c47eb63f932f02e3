package io.lamina.studies.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of this capability, {@code etc/io.lamina.studies.cfg}. */
@ObjectClassDefinition(
    name = "Lamina studies",
    description = "DICOM studies: ingest, catalog, images")
public @interface StudiesConfig {
  /** Name of the configuration. */
  String PID = "io.lamina.studies";

  @AttributeDefinition(name = "File size", description = "Bytes one file may have", min = "1")
  long max_file_bytes() default 5L << 30;

  @AttributeDefinition(
      name = "Files",
      description = "Files one upload may have, 1 to 100000",
      min = "1",
      max = "100000")
  int max_files() default 5000;

  @AttributeDefinition(
      name = "Intake",
      description =
          "What becomes of uploads without credentials: quarantine (invisible until somebody with"
              + " the permission intake.accept releases them) or off (answered 401)")
  String intake() default "quarantine";

  @AttributeDefinition(
      name = "Instances in quarantine",
      description = "How many may wait altogether before uploads without credentials are refused",
      min = "0")
  long intake_max_instances() default 50_000;

  @AttributeDefinition(
      name = "Bytes in quarantine",
      description = "How much may wait altogether before uploads without credentials are refused",
      min = "0")
  long intake_max_bytes() default 20L << 30;

  @AttributeDefinition(
      name = "Rendering cache",
      description = "Memory for rendered images, in bytes; 0 for none",
      min = "0")
  long rendering_cache_bytes() default 64L << 20;
}
