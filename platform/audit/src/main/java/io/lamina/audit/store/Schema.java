package io.lamina.audit.store;

import io.lamina.persistence.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The trail's tables: there once this is. On PostgreSQL triggers refuse to change or remove entries
 * that are there; H2 has triggers in Java only, on its own class path, which a bundle is not.
 */
@Component(service = Schema.class)
public final class Schema {
  /** All nodes make the triggers one after the other. */
  private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(5495012202)";

  private static final String GUARDS =
      "select count(*) from pg_trigger where tgrelid = 'audit_entry'::regclass"
          + " and tgname in ('audit_entry_rows', 'audit_entry_table') and tgenabled = 'O'";

  private static final String FUNCTION =
      """
      create or replace function audit_entry_guard() returns trigger language plpgsql as $$
      begin
        if TG_OP = 'UPDATE' then
          if old.seal_no is null and new.seal_no is not null
              and to_jsonb(new) - 'seal_no' - 'hash' = to_jsonb(old) - 'seal_no' - 'hash' then
            return new;
          end if;
        end if;
        raise exception 'Entries of the audit trail are added and sealed, nothing else'
          using errcode = '42501';
      end $$""";

  private static final String[] TRIGGERS = {
    "drop trigger if exists audit_entry_rows on audit_entry",
    "create trigger audit_entry_rows before update or delete on audit_entry"
        + " for each row execute function audit_entry_guard()",
    "drop trigger if exists audit_entry_table on audit_entry",
    "create trigger audit_entry_table before truncate on audit_entry"
        + " for each statement execute function audit_entry_guard()"
  };

  @Activate
  public Schema(
      @Reference Migrations migrations,
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource source) {
    migrations.migrate(Schema.class, "audit");
    new Database(source).inTransaction(Schema::guard);
  }

  private static Void guard(Connection connection) throws SQLException {
    if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(ONE_AT_A_TIME);
        try (ResultSet guards = statement.executeQuery(GUARDS)) {
          guards.next();
          if (guards.getInt(1) == TRIGGERS.length / 2) {
            return null;
          }
        }
        statement.execute(FUNCTION);
        for (String trigger : TRIGGERS) {
          statement.execute(trigger);
        }
      }
    }
    return null;
  }
}
