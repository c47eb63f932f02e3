package io.lamina.studies.store;

import io.lamina.studies.domain.PatientFacts;
import io.lamina.studies.domain.PersonName;
import io.lamina.studies.domain.StudyFacts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The forms in which texts lie in the search columns, and patterns to look them up. */
final class Texts {
  private static final String BAR = "|";

  private Texts() {}

  /** A person name as patterns are compared with it: empty components at its end say nothing. */
  static String nameKey(String dicomName) {
    return upper(dicomName.replaceAll("[\\^=\\s]+$", ""));
  }

  static String spokenKey(String dicomName) {
    return upper(PersonName.spoken(dicomName));
  }

  static String textKey(PatientFacts patient, StudyFacts study) {
    return cut(
        String.join(
            BAR,
            spokenKey(patient.dicomName()),
            nameKey(patient.dicomName()),
            upper(patient.patientId()),
            upper(study.accessionNumber()),
            upper(study.description()),
            study.uid()),
        2000);
  }

  /** As many as fit the column. */
  static String modalities(Set<String> all) {
    StringBuilder column = new StringBuilder();
    for (String one : new TreeSet<>(all)) {
      int length = Math.max(1, column.length()) + one.length() + 1;
      if (!one.isEmpty() && length <= 400) {
        column.append(column.isEmpty() ? BAR : "").append(one).append(BAR);
      }
    }
    return column.toString();
  }

  static Set<String> modalities(String column) {
    Set<String> all = new TreeSet<>(List.of(column.split("\\|")));
    all.remove("");
    return all;
  }

  /** Upper case can be longer than the text: what does not fit a column is not searched. */
  static String upper(String text) {
    return cut(text.toUpperCase(Locale.ROOT), 400);
  }

  /**
   * A LIKE pattern, with {@code !} as its escape, for {@code *} and {@code ?} (PS3.4, C.2.2.2.4).
   */
  static String like(String pattern) {
    return escaped(pattern).replace('*', '%').replace('?', '_');
  }

  static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
