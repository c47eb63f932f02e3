package io.lamina.audit.store;

import io.lamina.audit.domain.Entry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** An entry as the columns of its table. */
final class Rows {
  /** In the order of {@link #set}. */
  static final String INSERT =
      "insert into audit_entry (counts, at_micros, user_id, username, address, action, object,"
          + " object_id, project_id, study_uid, patient_id, details, times)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private Rows() {}

  /** The columns of {@link #entry}, of the table by this alias. */
  static String columns(String alias) {
    return "%1$s.id, %1$s.counts, %1$s.at_micros, %1$s.user_id, %1$s.username, %1$s.address,"
        .concat(" %1$s.action, %1$s.object, %1$s.object_id, %1$s.project_id, %1$s.study_uid,")
        .concat(" %1$s.patient_id, %1$s.details, %1$s.times")
        .replace("%1$s", alias);
  }

  static void set(PreparedStatement statement, Entry entry) throws SQLException {
    statement.setObject(1, entry.counts(), Types.BIGINT);
    statement.setLong(2, entry.atMicros());
    statement.setObject(3, entry.userId(), Types.BIGINT);
    statement.setString(4, entry.username());
    statement.setString(5, entry.address());
    statement.setString(6, entry.action());
    statement.setString(7, entry.object());
    statement.setString(8, entry.objectId());
    statement.setObject(9, entry.project(), Types.BIGINT);
    statement.setString(10, entry.study());
    statement.setString(11, entry.patient());
    statement.setString(12, entry.details());
    statement.setLong(13, entry.times());
  }

  /** From the first 14 columns. */
  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        number(row, 2),
        row.getLong(3),
        number(row, 4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        number(row, 10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getLong(14));
  }

  private static Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
