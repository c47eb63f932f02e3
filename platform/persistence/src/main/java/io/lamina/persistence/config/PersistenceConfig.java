package io.lamina.persistence.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the database, {@code etc/io.lamina.persistence.cfg}. */
@ObjectClassDefinition(name = "Lamina persistence", description = "The platform's database")
public @interface PersistenceConfig {
  @AttributeDefinition(
      name = "URL",
      description =
          "JDBC URL of a PostgreSQL database, such as jdbc:postgresql://db.example.org/lamina;"
              + " empty for the embedded H2 database in the data folder. Environment:"
              + " LAMINA_DB_URL")
  String db_url() default "";

  @AttributeDefinition(name = "User", description = "Environment: LAMINA_DB_USER")
  String db_user() default "";

  @AttributeDefinition(name = "Password", description = "Environment: LAMINA_DB_PASSWORD")
  String db_password() default "";

  @AttributeDefinition(
      name = "Pool size",
      description = "Connections kept open at most, 2 to 200",
      min = "2",
      max = "200")
  int pool_size() default 12;

  @AttributeDefinition(
      name = "Reserve",
      description =
          "MiB of the disk that changes of the embedded database leave free; below it they are"
              + " refused with 507, and reading goes on. At most a quarter of what uploads leave",
      min = "8")
  int reserve_mib() default 64;
}
