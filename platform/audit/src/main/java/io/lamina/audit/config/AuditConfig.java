package io.lamina.audit.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the audit trail, {@code etc/io.lamina.audit.cfg}. */
@ObjectClassDefinition(name = "Lamina audit", description = "The trail of who did what")
public @interface AuditConfig {
  String PID = "io.lamina.audit";

  @AttributeDefinition(
      name = "Folder of the heads",
      description =
          "Absolute path of the folder for the signed heads of the trail, best on another machine;"
              + " empty for the folder audit/heads in the data folder",
      required = false)
  String heads_folder() default "";
}
