package io.lamina.api.audit;

import io.lamina.api.identity.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Appends to the trail. Who acts is the caller; null stands for the platform itself, such as a
 * nightly sweep. All three return only when the entry is as durable as what it tells of; where it
 * cannot be written they throw, and what it would have told of is not to happen.
 *
 * <p>{@link #read} and {@link #event} are called outside of transactions: they may wait for a
 * commit of the trail's own, and who waits must not hold a connection meanwhile.
 */
@ProviderType
public interface AuditTrail {
  /**
   * Tells of a change through the connection of its transaction: both are committed, or neither.
   *
   * @param connection inside the change's transaction, on the platform's database
   */
  void change(Connection connection, Caller caller, AuditEvent event) throws SQLException;

  /**
   * Tells of a read. Of one principal, study (or object, where no study is named) and action there
   * is at most one entry a minute, with a count; the first of a minute is on the disk when this
   * returns, commits are shared.
   */
  void read(Caller caller, AuditEvent event);

  /**
   * Tells of something that changes no row of its own, such as a sign-in, a refusal or a file that
   * was configured. Entries that are alike are counted as reads are, so that nobody can fill the
   * disk with refusals.
   */
  void event(Caller caller, AuditEvent event);
}
