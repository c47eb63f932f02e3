package io.lamina.studies.domain;

import java.util.Set;
import java.util.TreeSet;

/**
 * What one change adds to a study's counters.
 *
 * @param modalities of the series that are new in it
 */
public record StudyGrowth(
    long studyId, int series, int instances, long bytes, Set<String> modalities) {

  StudyGrowth plus(StudyGrowth more) {
    Set<String> all = new TreeSet<>(modalities);
    all.addAll(more.modalities);
    return new StudyGrowth(
        studyId, series + more.series, instances + more.instances, bytes + more.bytes, all);
  }
}
