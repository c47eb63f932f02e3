package io.lamina.storage.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the object store, {@code etc/io.lamina.storage.cfg}. */
@ObjectClassDefinition(name = "Lamina storage", description = "Objects on disk and signed links")
public @interface StorageConfig {
  String PID = "io.lamina.storage";

  @AttributeDefinition(
      name = "Root folder",
      description =
          "Absolute path of the folder that holds the objects, on one file system with hard links;"
              + " empty for the folder blobs in the data folder",
      required = false)
  String root() default "";

  @AttributeDefinition(
      name = "Bucket",
      description =
          "Name of the bucket in signed links: 3 to 63 lower-case letters, digits, dots and dashes."
              + " Environment: LAMINA_S3_BUCKET")
  String bucket() default "lamina";

  @AttributeDefinition(
      name = "Region",
      description =
          "Region in signed links: lower-case letters, digits and dashes. Environment:"
              + " LAMINA_S3_REGION")
  String region() default "lamina";

  @AttributeDefinition(
      name = "Reserve",
      description = "Bytes of the disk that uploads leave free; below it they are refused with 507",
      min = "0")
  long reserve_bytes() default 256L * 1024 * 1024;

  @AttributeDefinition(
      name = "Flushes at once",
      description = "Files flushed to disk at the same time, 1 to 64",
      min = "1",
      max = "64")
  int flush_threads() default 16;
}
