package io.lamina.studies.domain;

import java.util.ArrayList;
import java.util.List;

/** DICOM person names (PS3.5, 6.2.1.1) as people write them. */
public final class PersonName {
  /** Prefix, given, middle, family, suffix, by their place in the value. */
  private static final int[] SPOKEN_ORDER = {3, 1, 2, 0, 4};

  private PersonName() {}

  /**
   * {@code Doe^John} becomes {@code John Doe}.
   *
   * @param dicomName up to three component groups between equals signs; the first that is not empty
   *     is taken
   * @return never null; empty for an empty name
   */
  public static String spoken(String dicomName) {
    for (String group : dicomName.split("=", -1)) {
      String[] components = group.split("\\^", -1);
      List<String> words = new ArrayList<>();
      for (int index : SPOKEN_ORDER) {
        if (index < components.length && !components[index].isBlank()) {
          words.add(components[index].strip());
        }
      }
      if (!words.isEmpty()) {
        return String.join(" ", words);
      }
    }
    return "";
  }
}
