package io.lamina.studies.store;

import io.lamina.studies.domain.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A WHERE clause that grows, with its values apart from it. */
final class Conditions {
  private final List<String> parts = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  Conditions and(String condition, Object... its) {
    parts.add(condition);
    values.addAll(Arrays.asList(its));
    return this;
  }

  void equal(String column, String value) {
    if (value != null) {
      and(column + " = ?", value);
    }
  }

  /** The rights are part of the query: what the caller may not see is not read (H-10). */
  void visible(Visibility visibility) {
    if (visibility.projects().everywhere()) {
      return;
    }
    String own = "(s.project_id is null and s.owner_id = ?)";
    List<Long> projects = visibility.projects().projects().stream().sorted().toList();
    if (projects.isEmpty()) {
      and(own, visibility.userId());
      return;
    }
    and("(s.project_id in (?" + ", ?".repeat(projects.size() - 1) + ") or " + own + ")");
    values.addAll(projects);
    values.add(visibility.userId());
  }

  void name(String pattern) {
    String like = Texts.like(Texts.nameKey(pattern));
    boolean plain = !pattern.contains("*") && !pattern.contains("?");
    if (plain) {
      String key = Texts.nameKey(pattern);
      and("(s.name_key = ? or s.name_spoken_key = ?)", key, key);
    } else {
      and("(s.name_key like ? escape '!' or s.name_spoken_key like ? escape '!')", like, like);
    }
  }

  String sql() {
    return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
  }

  List<Object> values(Object... more) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(Arrays.asList(more));
    return all;
  }
}
