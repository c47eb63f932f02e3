package io.lamina.rest.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * {@code etc/io.lamina.limits.cfg}. A family's line names its paths and its figures an hour (C-089,
 *
 */
@ObjectClassDefinition(name = "Lamina rate limits")
public @interface LimitsConfig {
  @AttributeDefinition(name = "Limits on", description = "LAMINA_RATE_LIMITS=off switches all off")
  boolean enabled() default true;

  @AttributeDefinition(name = "The DICOM viewer's API", description = "The figures of S5")
  String viewer() default "/viewer/api/** anonymous=100 user=1000 files=50";

  @AttributeDefinition(
      name = "Bytes of images",
      description = "Apart from the rest, or one large study would end the hour")
  String images() default
      "/viewer/api/images/*/data /viewer/api/images/*/pixels /viewer/api/images/*/rendered"
          + " /viewer/api/images/*/thumbnail/** /viewer/api/images/*/frames/**"
          + " /viewer/api/images/*/file anonymous=600 user=60000";

  @AttributeDefinition(
      name = "Signing in",
      description =
          "The anonymous figure also bounds how many wrong passwords one address may send, by"
              + " whatever path")
  String signin() default
      "/api/auth/** /auth/** /login/** /logout/** /register/** anonymous=600 user=3000";

  @AttributeDefinition(
      name = "Annotations, masks, administration",
      description = "Two of the three requests that a slice of a mask takes")
  String api() default "/api/** anonymous=600 user=20000";

  @AttributeDefinition(
      name = "Presigned links",
      description = "Nobody signs in there, so that all are counted by address")
  String objects() default "/objects/** anonymous=60000 user=60000";

  @AttributeDefinition(name = "Patient images")
  String patientimages() default "/patient-images/** anonymous=600 user=10000";

  @AttributeDefinition(name = "Dental scans")
  String scans() default
      "/scan/** /upload/** /api/scan/** /api/processing/** /api/runner/** anonymous=600 user=20000";

  @AttributeDefinition(name = "DICOMweb", description = "Viewers fetch frame by frame")
  String dicomweb() default "/dicomweb/** anonymous=600 user=120000";

  @AttributeDefinition(name = "All other paths", description = "Start page, description, pages")
  String other() default "/** anonymous=3600 user=36000";

  @AttributeDefinition(
      name = "Families of this site",
      description = "Separated by semicolons: name /path/** anonymous=N user=N files=N; ...")
  String[] more() default {};

  @AttributeDefinition(
      name = "Buckets in memory",
      description = "For addresses, and as many again for users; about half a kilobyte each")
  int max_buckets() default 50_000;
}
