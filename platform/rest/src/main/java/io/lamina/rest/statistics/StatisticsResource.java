package io.lamina.rest.statistics;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.UriInfo;

/** How much the platform was used (C-096). */
@Path("/api/statistics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "platform")
public final class StatisticsResource {
  private static final int USUAL_DAYS = 30;

  private final UsageStatistics statistics;

  public StatisticsResource(UsageStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * One route on one day.
   *
   * @param errors answers with a status of 500 and up
   * @param users how many different users signed in for it
   */
  public record UsageResponse(
      LocalDate date,
      String capability,
      String route,
      String method,
      long requests,
      long errors,
      long bytesIn,
      long bytesOut,
      int users) {}

  @GET
  @Operation(
      summary = "Lists how much each route was used, by day",
      description =
          "Needs the permission module.manage. Days are UTC, the newest first, at most as many as"
              + " statistics.days keeps; without from and to the last 30. At most 500 rows a page."
              + " Counts users and names none.")
  public Map<String, Object> list(
      @Parameter(description = "First day, such as 2026-11-01") @QueryParam("from") String from,
      @Parameter(description = "Last day") @QueryParam("to") String to,
      @Context UriInfo uri,
      @Context Caller caller)
      throws IOException {
    caller.require(Permission.MODULE_MANAGE);
    Paging paging = Paging.of(uri.getQueryParameters());
    LocalDate last = to == null ? statistics.day() : day("to", to);
    LocalDate first =
        from == null
            ? last.minusDays(Math.min(USUAL_DAYS - 1, statistics.keptDays()))
            : day("from", from);
    if (first.isAfter(last) || first.isBefore(last.minusDays(statistics.keptDays()))) {
      throw LaminaException.badRequest(
          "'from' must be at most "
              + statistics.keptDays()
              + " days before 'to', and not after it");
    }
    long total = 0;
    List<UsageResponse> rows = new ArrayList<>();
    for (LocalDate day = last; !day.isBefore(first); day = day.minusDays(1)) {
      for (Map.Entry<UsageKey, Usage> each : statistics.of(day).entrySet()) {
        if (total >= paging.offset() && rows.size() < paging.limit()) {
          rows.add(row(day, each.getKey(), each.getValue()));
        }
        total++;
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", first);
    answer.put("to", last);
    answer.put("usage", rows);
    answer.putAll(paging.envelope(total));
    return answer;
  }

  private static UsageResponse row(LocalDate day, UsageKey key, Usage usage) {
    return new UsageResponse(
        day,
        key.capability(),
        key.route(),
        key.method(),
        usage.requests(),
        usage.errors(),
        usage.bytesIn(),
        usage.bytesOut(),
        usage.users().cardinality());
  }

  private static LocalDate day(String name, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // refused below
    }
    throw LaminaException.badRequest("'" + name + "' must be a day such as 2026-11-01");
  }
}
