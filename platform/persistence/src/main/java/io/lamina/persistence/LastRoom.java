package io.lamina.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a connection to the embedded database can be unwrapped to: leave to use the room that is
 * kept on a disk nearly full. For what has to be written so that reading goes on, nothing else.
 */
@ProviderType
public interface LastRoom {
  /** Gives the leave to the transaction that begins, until its end. */
  void use();

  /** The same, where the connection knows such room. */
  static void use(Connection connection) throws SQLException {
    if (connection.isWrapperFor(LastRoom.class)) {
      connection.unwrap(LastRoom.class).use();
    }
  }
}
