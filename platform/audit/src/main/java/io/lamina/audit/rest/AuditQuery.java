package io.lamina.audit.rest;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.error.LaminaException;
import io.lamina.audit.domain.AuditFilter;
import io.lamina.audit.domain.AuditFilter.Outcome;
import io.lamina.rest.Paging;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.ws.rs.core.MultivaluedMap;

/**
 * What the trail is asked for.
 *
 * @param below only entries with a smaller id
 * @param limit 1 to 500
 */
record AuditQuery(AuditFilter filter, long below, int limit) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LONGEST = 512;

  private static final List<String> NAMES =
      List.of(
          "action",
          "outcome",
          "object",
          "object_id",
          "user_id",
          "username",
          "project_id",
          "study_instance_uid",
          "patient_id",
          "address",
          "from",
          "to",
          "before",
          "limit");

  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  static final Set<String> PERIOD = Set.of("from", "to");

  /**
   * @throws LaminaException 400 for an unknown parameter, so that no filter is silently ignored
   *     (D-12), and for a value that is none
   */
  static AuditQuery of(MultivaluedMap<String, String> query) {
    requireKnown(query, Set.copyOf(NAMES), String.join(", ", NAMES));
    return new AuditQuery(
        new AuditFilter(
            action(query),
            outcome(query),
            text(query, "object"),
            text(query, "object_id"),
            number(query, "user_id", 0, Long.MAX_VALUE, null),
            text(query, "username"),
            number(query, "project_id", 0, Long.MAX_VALUE, null),
            text(query, "study_instance_uid"),
            text(query, "patient_id"),
            text(query, "address"),
            moment(query, "from"),
            moment(query, "to")),
        number(query, "before", 1, Long.MAX_VALUE, Long.MAX_VALUE),
        (int) (long) number(query, "limit", 1, Paging.MAX_LIMIT, (long) DEFAULT_LIMIT));
  }

  static void requireKnown(MultivaluedMap<String, String> query, Set<String> known, String listed) {
    for (Map.Entry<String, List<String>> one : query.entrySet()) {
      if (!known.contains(one.getKey())) {
        throw LaminaException.badRequest("Unknown query parameter; use " + listed);
      }
      if (one.getValue().size() > 1) {
        throw LaminaException.badRequest("Query parameter '" + one.getKey() + "' is given twice");
      }
    }
  }

  /** A moment of RFC 3339, or a day, which begins at midnight UTC; null where it is absent. */
  static Instant moment(MultivaluedMap<String, String> query, String name) {
    String text = text(query, name);
    if (text == null) {
      return null;
    }
    try {
      // a plus sign that was not encoded arrives as a space
      OffsetDateTime moment =
          DAY.matcher(text).matches()
              ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
              : OffsetDateTime.parse(text.replace(' ', '+'));
      if (moment.getYear() >= 1970 && moment.getYear() <= 9999) {
        return moment.toInstant();
      }
    } catch (DateTimeParseException e) {
      // refused below, as a year out of range is
    }
    throw LaminaException.badRequest(
        "Query parameter '" + name + "' must be a time such as 2026-11-21T10:00:00Z, or a day");
  }

  private static String action(MultivaluedMap<String, String> query) {
    String action = text(query, "action");
    Set<String> known =
        Arrays.stream(AuditAction.values()).map(AuditAction::key).collect(Collectors.toSet());
    if (action != null && !known.contains(action)) {
      throw LaminaException.badRequest(
          "Query parameter 'action' must be one of "
              + known.stream().sorted().collect(Collectors.joining(", ")));
    }
    return action;
  }

  private static Outcome outcome(MultivaluedMap<String, String> query) {
    String outcome = text(query, "outcome");
    if (outcome == null) {
      return null;
    }
    return Arrays.stream(Outcome.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(outcome))
        .findFirst()
        .orElseThrow(
            () ->
                LaminaException.badRequest("Query parameter 'outcome' must be success or refused"));
  }

  private static String text(MultivaluedMap<String, String> query, String name) {
    String text = query.getFirst(name);
    if (text == null) {
      return null;
    }
    if (text.isEmpty()) {
      // a script's variable that was not set would ask for everything
      throw LaminaException.badRequest(
          "Query parameter '" + name + "' is empty; leave it out to ask for any");
    }
    if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw LaminaException.badRequest(
          "Query parameter '" + name + "' is longer than " + LONGEST + " characters, or no text");
    }
    return text;
  }

  private static Long number(
      MultivaluedMap<String, String> query, String name, long least, long most, Long byDefault) {
    String text = text(query, name);
    if (text == null) {
      return byDefault;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below, as a number out of range is
    }
    throw LaminaException.badRequest(
        "Query parameter '"
            + name
            + "' must be a number from "
            + least
            + (most == Long.MAX_VALUE ? " up" : " to " + most));
  }
}
