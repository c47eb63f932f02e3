package io.lamina.rest.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.statistics.StatisticsResource.UsageResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.ws.rs.core.MultivaluedHashMap;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.UriInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much each route was used, by day (C-096). */
class StatisticsTest {
  private static final String ROUTE = "/api/annotations/{id}";
  private static final Caller MANAGER =
      new Caller(1, "it", Set.of(), Set.of(Permission.MODULE_MANAGE), "127.0.0.1");

  @TempDir Path folder;
  private final Time clock = new Time();

  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-11-20T23:59:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private UsageStatistics open() {
    return new UsageStatistics(folder.resolve("statistics"), 3, clock);
  }

  private static void count(UsageStatistics statistics, int status, long user) {
    statistics.count("masks", ROUTE, "GET", status, 10, 200, user);
  }

  private static UriInfo query(String... pairs) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    for (int at = 0; at < pairs.length; at += 2) {
      query.add(pairs[at], pairs[at + 1]);
    }
    return (UriInfo)
        Proxy.newProxyInstance(
            StatisticsTest.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> query);
  }

  @SuppressWarnings("unchecked") // the answer's own list
  private static List<UsageResponse> rows(Map<String, Object> answer) {
    return (List<UsageResponse>) answer.get("usage");
  }

  private static List<UsageResponse> all(UsageStatistics statistics) throws IOException {
    return rows(new StatisticsResource(statistics).list(null, null, query(), MANAGER));
  }

  @Test
  void countsRequestsErrorsBytesAndDifferentUsers() throws Exception {
    try (UsageStatistics statistics = open()) {
      count(statistics, 200, 7);
      count(statistics, 200, 7);
      count(statistics, 404, 8);
      count(statistics, 500, 0);
      assertEquals(
          List.of(
              new UsageResponse(
                  LocalDate.parse("2026-11-20"), "masks", ROUTE, "GET", 4, 1, 40, 800, 2)),
          all(statistics));
    }
  }

  @Test
  void countsOnAfterARestartAndNobodyTwice() throws Exception {
    try (UsageStatistics statistics = open()) {
      count(statistics, 200, 7);
    }
    try (UsageStatistics statistics = open()) {
      count(statistics, 200, 7);
      count(statistics, 200, 9);
      UsageResponse row = all(statistics).get(0);
      assertEquals(3, row.requests());
      assertEquals(2, row.users());
    }
  }

  /** What was written stands after a crash, which closes nothing. */
  @Test
  void aCrashLosesWhatWasNotWrittenYetAndNoMore() throws Exception {
    UsageStatistics crashed = open();
    count(crashed, 200, 7);
    crashed.save();
    count(crashed, 200, 7);
    try (UsageStatistics next = open()) {
      assertEquals(1, all(next).get(0).requests());
    }
    crashed.close();
  }

  @Test
  void aNewDayBeginsANewRowAndOldDaysGo() throws Exception {
    try (UsageStatistics statistics = open()) {
      for (int day = 0; day < 6; day++) {
        count(statistics, 200, 7);
        clock.now = clock.now.plus(Duration.ofDays(1));
      }
      count(statistics, 200, 7);
      assertEquals(
          List.of("2026-11-26", "2026-11-25", "2026-11-24", "2026-11-23"),
          all(statistics).stream().map(row -> row.date().toString()).toList());
    }
  }

  @Test
  void namesNoUserAndLetsNobodyElseReadTheFiles() throws Exception {
    try (UsageStatistics statistics = open()) {
      count(statistics, 200, 7);
      statistics.save();
      Path files = folder.resolve("statistics");
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files)));
      try (Stream<Path> list = Files.list(files)) {
        assertEquals(
            List.of("2026-11-20.json"), list.map(file -> file.getFileName().toString()).toList());
      }
    }
  }

  @Test
  void aDamagedFileBeginsTheDayAnew() throws Exception {
    Path files = Files.createDirectories(folder.resolve("statistics"));
    Files.writeString(files.resolve("2026-11-20.json"), "[{\"half");
    try (UsageStatistics statistics = open()) {
      count(statistics, 200, 7);
      assertEquals(1, all(statistics).get(0).requests());
    }
  }

  @Test
  void rowsThatCannotBeReadAreLeftOut() throws Exception {
    Path files = Files.createDirectories(folder.resolve("statistics"));
    String good =
        "{\"capability\":\"masks\",\"route\":\"/a\",\"method\":\"GET\",\"requests\":3,"
            + "\"errors\":1,\"bytes_in\":4,\"bytes_out\":5,\"users\":\"gA==\"}";
    String noUsers = good.replace(",\"users\":\"gA==\"", "").replace("/a", "/b");
    String noBytes = good.replace("gA==", "?").replace("/a", "/c");
    String noCount = good.replace("\"requests\":3", "\"requests\":\"x\"").replace("/a", "/d");
    String noRoute = good.replace("\"/a\"", "null");
    Files.writeString(
        files.resolve("2026-11-20.json"),
        "[" + String.join(",", noUsers, noBytes, good, noCount, noRoute, "null", "7") + "]");
    try (UsageStatistics statistics = open()) {
      List<UsageResponse> rows = all(statistics);
      assertEquals(1, rows.size());
      assertEquals("/a", rows.get(0).route());
      assertEquals(3, rows.get(0).requests());
      assertEquals(1, rows.get(0).users());
    }
  }

  @Test
  void answersPagesToManagersAlone() throws Exception {
    try (UsageStatistics statistics = open()) {
      count(statistics, 200, 7);
      statistics.count("masks", "/api/masks", "POST", 201, 1, 1, 7);
      StatisticsResource resource = new StatisticsResource(statistics);
      Map<String, Object> second =
          resource.list(null, null, query("limit", "1", "offset", "1"), MANAGER);
      assertEquals(2L, second.get("total_count"));
      assertEquals("/api/masks", rows(second).get(0).route());
      Caller user = new Caller(2, "eve", Set.of(), Set.of(Permission.STUDY_READ), "127.0.0.1");
      assertEquals(403, refused(() -> resource.list(null, null, query(), user)));
      assertEquals(
          401, refused(() -> resource.list(null, null, query(), Caller.anonymous("127.0.0.1"))));
      assertEquals(400, refused(() -> resource.list("2026-13-01", null, query(), MANAGER)));
      assertEquals(400, refused(() -> resource.list("2026-11-21", null, query(), MANAGER)));
      assertEquals(400, refused(() -> resource.list("2025-11-21", null, query(), MANAGER)));
      assertTrue(rows(resource.list("2026-11-19", "2026-11-19", query(), MANAGER)).isEmpty());
      assertFalse(rows(resource.list("2026-11-20", null, query(), MANAGER)).isEmpty());
    }
  }

  private static int refused(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(LaminaException.class, call).kind().status();
  }
}
