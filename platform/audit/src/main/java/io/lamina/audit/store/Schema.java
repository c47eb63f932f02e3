package io.lamina.audit.store;

import io.lamina.persistence.Migrations;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The trail's tables: there once this is. */
@Component(service = Schema.class)
public final class Schema {
  @Activate
  public Schema(@Reference Migrations migrations) {
    migrations.migrate(Schema.class, "audit");
  }
}
