package io.lamina.persistence.database;

import io.lamina.persistence.LastRoom;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Connections to the embedded database whose commit returns only when the file is on the disk. H2
 * writes a commit to the file system (WRITE_DELAY=0) but leaves the flush to the operating system:
 * a power cut would lose acknowledged rows.
 */
final class DurableH2DataSource implements DataSource {
  private static final String UNCOMMITTED =
      "select contains_uncommitted from information_schema.sessions where session_id ="
          + " session_id()";

  private final JdbcDataSource database;
  private final GroupedFlush flush;
  private final DiskRoom room;
  private final CommitGate gate = new CommitGate();

  DurableH2DataSource(JdbcDataSource database, GroupedFlush.Flusher flusher, DiskRoom room) {
    this.database = database;
    this.room = room;
    this.flush = new GroupedFlush(flusher);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return durable(database.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return durable(database.getConnection(user, password));
  }

  private Connection durable(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            DurableH2DataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class, LastRoom.class},
            new Durable(connection));
  }

  /** What is called on one connection. */
  private final class Durable implements InvocationHandler {
    private final Connection connection;
    private PreparedStatement probe;
    private boolean lastRoom;

    Durable(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == LastRoom.class) {
        lastRoom = true;
        return null;
      }
      if (arguments != null && arguments[0] == LastRoom.class) {
        return method.getName().equals("unwrap") ? proxy : Boolean.TRUE;
      }
      if (method.getName().equals("isValid")) {
        return answers();
      }
      boolean commits =
          method.getName().equals("commit")
              || (method.getName().equals("setAutoCommit") && Boolean.TRUE.equals(arguments[0]));
      boolean ends = commits || method.getName().equals("rollback");
      try {
        return commits
            ? gate.pass(() -> commit(method, arguments))
            : method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      } catch (IOException e) {
        throw new SQLException("The commit could not be flushed to the disk", "58030", e);
      } finally {
        lastRoom &= !ends;
      }
    }

    /** Whether the database does: H2's own isValid says yes of a session whose file is closed. */
    private boolean answers() {
      try {
        if (probe == null) {
          probe = connection.prepareStatement("select 1");
        }
        try (ResultSet row = probe.executeQuery()) {
          return row.next();
        }
      } catch (SQLException e) {
        return false;
      }
    }

    private Object commit(Method method, Object[] arguments)
        throws ReflectiveOperationException, IOException, SQLException {
      if (!room.isThere(lastRoom) && changesSomething()) {
        connection.rollback();
        throw new SQLException("The disk of the database is full", DiskRoom.FULL);
      }
      Object answer = method.invoke(connection, arguments);
      flush.await();
      return answer;
    }

    private boolean changesSomething() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet session = statement.executeQuery(UNCOMMITTED)) {
        return session.next() && session.getBoolean(1);
      }
    }
  }

  /** Where commits can be made to wait. */
  CommitGate gate() {
    return gate;
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // nothing is written there
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // opening the file does not wait
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("org.h2");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(database)) {
      return type.cast(database);
    }
    throw new SQLException("No " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(database);
  }
}
