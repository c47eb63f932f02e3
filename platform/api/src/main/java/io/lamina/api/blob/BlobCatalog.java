package io.lamina.api.blob;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a capability's rows say of its objects, for the comparison of catalog and store and for the
 * backup. Reads through the connection it is given, which may show the database as it was at an
 * earlier moment, changes nothing and keeps nothing in memory that grows with the catalog.
 */
@ConsumerType
public interface BlobCatalog {
  /** Takes one reference after the other. */
  @FunctionalInterface
  interface Visitor {
    void visit(BlobReference reference) throws SQLException, IOException;
  }

  /** The capability's name, such as {@code masks}. */
  String capability();

  /** How all keys begin that it ever uses, such as {@code masks/}; nobody else's begin so. */
  Set<String> prefixes();

  /** Every object that has to be there, each once. The visitor may use the connection too. */
  void references(Connection connection, Visitor visitor) throws SQLException, IOException;

  /**
   * Those of the keys that {@link #references} would give.
   *
   * @param keys 1,000 at most
   */
  Set<BlobKey> referenced(Connection connection, Collection<BlobKey> keys) throws SQLException;

  /**
   * Those of the keys whose objects may be there without a reference: on their way in, such as
   * uploads whose link was given out, or on their way out. What the capability itself tidies up is
   * no orphan.
   *
   * @param keys 1,000 at most
   */
  Set<BlobKey> pending(Connection connection, Collection<BlobKey> keys) throws SQLException;
}
