package io.lamina.masks.store;

import io.lamina.persistence.Migrations;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The tables of this capability; whoever references it finds them there. */
@Component(service = Schema.class)
public final class Schema {
  @Activate
  public Schema(@Reference Migrations migrations) {
    migrations.migrate(Schema.class, "masks");
  }
}
