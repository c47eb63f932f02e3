package io.lamina.persistence.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.persistence.DatabaseSnapshots;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database, encrypted as in production, copied under load. */
class H2SnapshotsTest {
  private static final DiskRoom ROOMY = new DiskRoom(() -> Long.MAX_VALUE, 0);
  private static final int WRITERS = 2;
  private static final int COPIES = 2;
  private static final String OPTIONS =
      ";CIPHER=AES;TRACE_LEVEL_FILE=0;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0";
  private static final String PASSWORD = "file-password ";

  @TempDir Path folder;

  /** Rows that are committed together are both there or both not; none is lost. */
  @Test
  void copyShowsOneMomentWithAllThatWasCommittedBefore() throws Exception {
    Path base = folder.resolve("live/lamina");
    DatabaseSettings settings = settings(base);
    JdbcDataSource live = source(settings);
    DurableH2DataSource durable = new DurableH2DataSource(live, () -> {}, ROOMY);
    try (Connection connection = live.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table one (id bigint primary key, filler varbinary)");
      statement.execute("create table two (id bigint primary key)");
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong ids = new AtomicLong();
      AtomicLong committed = new AtomicLong();
      CountDownLatch busy = new CountDownLatch(100);
      ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(() -> write(durable, stop, ids, committed, busy)));
      }
      try {
        assertTrue(busy.await(60, TimeUnit.SECONDS));
        for (int i = 0; i < COPIES; i++) {
          copyIsWhole(
              new H2Snapshots(settings, live, durable.gate()),
              folder.resolve("copy" + i),
              committed);
        }
      } finally {
        stop.set(true);
        threads.shutdown();
      }
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      statement.execute("SHUTDOWN");
    }
  }

  /** Commits wait for the copy on the database's own disk alone, and it leaves nothing there. */
  @Test
  void copyingToTheTargetKeepsNobodyWaiting() throws Exception {
    DatabaseSettings settings = settings(folder.resolve("live/lamina"));
    JdbcDataSource live = source(settings);
    try (Connection connection = live.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table one (id bigint primary key)");
      DurableH2DataSource durable = new DurableH2DataSource(live, () -> {}, ROOMY);
      H2Snapshots snapshots = new H2Snapshots(settings, live, durable.gate());
      snapshots.requireTools();
      assertThrows(IOException.class, () -> snapshots.take(folder.resolve("no/such/target")));
      try (var files = Files.list(folder.resolve("live"))) {
        assertEquals(
            List.of("lamina.mv.db"), files.map(file -> file.getFileName().toString()).toList());
      }
      Files.writeString(folder.resolve("live/backup.zip"), "a crash left it");
      new H2Snapshots(settings, live, durable.gate()).requireTools();
      assertFalse(Files.exists(folder.resolve("live/backup.zip")), "it outlived a start");
      statement.execute("SHUTDOWN");
    }
  }

  /** However long the copying takes: here it waits for a commit that came meanwhile. */
  @Test
  void noCommitWaitsLongerThanAPause() throws Exception {
    CommitGate gate = new CommitGate();
    CountDownLatch passed = new CountDownLatch(3);
    ExecutorService commits = Executors.newSingleThreadExecutor();
    try {
      gate.closeAfter(
          Duration.ZERO,
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          () -> {
            for (int i = 0; i < 3; i++) {
              commits.execute(() -> pass(gate, passed));
            }
            try {
              assertTrue(passed.await(60, TimeUnit.SECONDS), "the gate stays closed");
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    } finally {
      commits.shutdownNow();
    }
  }

  private static void pass(CommitGate gate, CountDownLatch passed) {
    try {
      gate.pass(
          () -> {
            passed.countDown();
            return null;
          });
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Values that lie outside of their rows are read too. */
  @Test
  void damageInALargeValueIsFoundBeforeAnybodyReliesOnTheCopy() throws Exception {
    DatabaseSettings settings = settings(folder.resolve("live/lamina"));
    JdbcDataSource live = source(settings);
    try (Connection connection = live.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table one (id bigint primary key, words clob)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into one values (1, ?)")) {
        insert.setCharacterStream(1, new StringReader("words ".repeat(2_000_000)));
        insert.executeUpdate();
      }
      statement.execute("SHUTDOWN");
    }
    byte[] file = Files.readAllBytes(settings.file());
    java.util.Arrays.fill(file, file.length / 2, file.length / 2 + (1 << 20), (byte) 7);
    Files.write(settings.file(), file);
    try (Connection connection = live.getConnection();
        Statement statement = connection.createStatement()) {
      H2Snapshots snapshots = new H2Snapshots(settings, live, new CommitGate());
      Path target = Files.createDirectories(folder.resolve("copy"));
      Exception refused = assertThrows(Exception.class, () -> snapshots.take(target));
      assertTrue(
          refused instanceof SQLException || refused instanceof IOException, refused::toString);
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
  }

  private static DatabaseSettings settings(Path base) {
    return new DatabaseSettings(
        "jdbc:h2:file:" + base + OPTIONS, "sa", PASSWORD, 8, Path.of(base + ".mv.db"), 0);
  }

  private static JdbcDataSource source(DatabaseSettings settings) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    return source;
  }

  private static Void write(
      DataSource live,
      AtomicBoolean stop,
      AtomicLong ids,
      AtomicLong committed,
      CountDownLatch busy)
      throws SQLException {
    try (Connection connection = live.getConnection();
        PreparedStatement one = connection.prepareStatement("insert into one values (?, ?)");
        PreparedStatement two = connection.prepareStatement("insert into two values (?)")) {
      connection.setAutoCommit(false);
      while (!stop.get()) {
        long id = ids.incrementAndGet();
        one.setLong(1, id);
        one.setBytes(2, new byte[200]);
        one.executeUpdate();
        two.setLong(1, id);
        two.executeUpdate();
        connection.commit();
        committed.incrementAndGet();
        busy.countDown();
      }
      return null;
    }
  }

  private static void copyIsWhole(H2Snapshots snapshots, Path target, AtomicLong committed)
      throws Exception {
    Files.createDirectories(target);
    long before = committed.get();
    long seen;
    try (DatabaseSnapshots.Snapshot snapshot = snapshots.take(target)) {
      seen = count(snapshot.connection(), "select count(*) from one");
    }
    assertTrue(seen >= before, before + " were committed before, the copy has " + seen);
    try (var files = Files.list(target)) {
      assertEquals(
          List.of("lamina.mv.db"), files.map(file -> file.getFileName().toString()).toList());
    }
    try (Connection copy =
            DriverManager.getConnection(
                "jdbc:h2:file:" + target.resolve("lamina") + OPTIONS + ";IFEXISTS=TRUE",
                "sa",
                PASSWORD);
        Statement statement = copy.createStatement()) {
      assertEquals(seen, count(copy, "select count(*) from one"));
      assertEquals(
          0,
          count(
              copy,
              "select (select count(*) from one where id not in (select id from two)) + (select"
                  + " count(*) from two where id not in (select id from one))"));
      statement.execute("SHUTDOWN");
    }
    String start =
        new String(
            Files.readAllBytes(target.resolve("lamina.mv.db")),
            0,
            9,
            java.nio.charset.StandardCharsets.US_ASCII);
    assertEquals("H2encrypt", start, "the copy is encrypted as the database is");
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
