package io.lamina.studies.domain;

import io.lamina.api.error.LaminaException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * Dates from one to the other, both inside (PS3.4, C.2.2.2.5).
 *
 * @param from null for no bound
 * @param to null for no bound
 */
public record DateRange(LocalDate from, LocalDate to) {
  private static final DateTimeFormatter DICOM =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  /** A DICOM date (DA); empty for what is none. */
  static Optional<LocalDate> date(String dicom) {
    try {
      return Optional.of(LocalDate.parse(dicom.strip(), DICOM));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * @param text {@code 20240115}, {@code 2024-01-15}, {@code 20240101-20241231}, {@code 20240101-}
   *     or {@code -20241231}
   * @throws LaminaException 400 for anything else, and for a range that ends before it starts
   */
  public static DateRange parse(String text) {
    if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      LocalDate day = required(text.replace("-", ""));
      return new DateRange(day, day);
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      LocalDate day = required(text);
      return new DateRange(day, day);
    }
    String first = text.substring(0, dash);
    String last = text.substring(dash + 1);
    if (first.isEmpty() && last.isEmpty()) {
      throw refused();
    }
    LocalDate from = first.isEmpty() ? null : required(first);
    LocalDate to = last.isEmpty() ? null : required(last);
    if (from != null && to != null && from.isAfter(to)) {
      throw LaminaException.badRequest("The range of study_date ends before it starts");
    }
    return new DateRange(from, to);
  }

  private static LocalDate required(String dicom) {
    return date(dicom).orElseThrow(DateRange::refused);
  }

  private static LaminaException refused() {
    return LaminaException.badRequest(
        "study_date must be a date such as 20240115 or a range such as 20240101-20241231");
  }
}
