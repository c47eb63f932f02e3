package io.lamina.studies.domain;

import io.lamina.api.error.LaminaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes a study out of quarantine (H-02), within one transaction. Where its UID belongs to an
 * accepted study, its instances go there under the rules of repeats (D-17).
 */
final class Release {
  private final CatalogChange change;
  private final Sender acceptor;
  private final StudyRef quarantined;
  private final BiPredicate<Long, Long> sameDataSet;

  private Release(
      CatalogChange change,
      Sender acceptor,
      StudyRef quarantined,
      BiPredicate<Long, Long> sameDataSet) {
    this.change = change;
    this.acceptor = acceptor;
    this.quarantined = quarantined;
    this.sameDataSet = sameDataSet;
  }

  /**
   * What became of the study.
   *
   * @param study it is now, or was added to
   * @param added instances that can be seen now
   * @param repeated instances that were there already and are gone from quarantine
   * @param conflicting numbers of instances that stay in quarantine: there are others of their UID
   */
  record Outcome(StudyRef study, int added, int repeated, List<Long> conflicting) {}

  /**
   * @param sameDataSet whether two instances differ in their file meta information only
   * @throws LaminaException 404 where no such study is in quarantine, 409 where it cannot go where
   *     it has to
   */
  static Outcome of(
      CatalogChange change, Sender acceptor, long studyId, BiPredicate<Long, Long> sameDataSet) {
    StudyRef study = lockQuarantined(change, studyId);
    Release release = new Release(change, acceptor, study, sameDataSet);
    Optional<StudyRef> main =
        change.lockStudies(List.of(study.uid()), List.of(StudyRef.MAIN)).stream().findFirst();
    return main.isEmpty() ? release.asItIs() : release.into(main.get());
  }

  static StudyRef lockQuarantined(CatalogChange change, long studyId) {
    StudyRef study = change.lockStudy(studyId);
    if (study == null || study.accepted()) {
      throw LaminaException.notFound("No such study in quarantine");
    }
    return study;
  }

  private Outcome asItIs() {
    long owner = quarantined.ownerId() == 0 ? acceptor.userId() : quarantined.ownerId();
    change.release(quarantined.id(), acceptor.projectId(), owner);
    StudyRef now =
        new StudyRef(
            quarantined.id(), quarantined.uid(), StudyRef.MAIN, true, acceptor.projectId(), owner);
    return new Outcome(now, change.instancesOf(now.id()).size(), 0, List.of());
  }

  private Outcome into(StudyRef main) {
    if (!acceptor.mayAddTo().includes(main)) {
      throw LaminaException.conflict(
          "This study cannot be released by you: its Study Instance UID is in use");
    }
    if (acceptor.projectAsked() && !acceptor.projectId().equals(main.projectId())) {
      throw LaminaException.conflict(
          "Study "
              + main.id()
              + " has this Study Instance UID and is outside the project you name: release it"
              + " without a project");
    }
    List<InstanceRef> mine = change.instancesOf(quarantined.id());
    Map<String, InstanceRef> there =
        change.instancesOf(main.id()).stream()
            .collect(Collectors.toMap(InstanceRef::sopInstanceUid, Function.identity()));
    List<Long> repeated = new ArrayList<>();
    List<Long> conflicting = new ArrayList<>();
    List<InstanceRef> moving = new ArrayList<>();
    for (InstanceRef one : mine) {
      InstanceRef other = there.get(one.sopInstanceUid());
      if (other == null) {
        moving.add(one);
      } else if (other.sha256().equals(one.sha256()) || sameDataSet.test(one.id(), other.id())) {
        repeated.add(one.id());
      } else {
        conflicting.add(one.id());
      }
    }
    if (moving.isEmpty() && repeated.isEmpty()) {
      throw LaminaException.conflict(
          "Study "
              + main.id()
              + " has other objects of the same SOP Instance UIDs: discard this study");
    }
    change.deleteInstances(quarantined.id(), repeated);
    if (!moving.isEmpty()) {
      change.moveInstances(quarantined.id(), main.id(), seriesFor(main, moving));
    }
    return new Outcome(main, moving.size(), repeated.size(), conflicting);
  }

  /** Which series of the target each instance goes to; missing ones are made. */
  private Map<Long, Long> seriesFor(StudyRef main, List<InstanceRef> moving) {
    Map<String, Long> known =
        change.seriesOf(main.id()).stream()
            .collect(Collectors.toMap(one -> one.facts().uid(), NewSeries::id));
    Set<Long> used = moving.stream().map(InstanceRef::seriesId).collect(Collectors.toSet());
    Map<Long, Long> target = new HashMap<>();
    List<NewSeries> missing = new ArrayList<>();
    for (NewSeries own : change.seriesOf(quarantined.id())) {
      if (!used.contains(own.id())) {
        continue;
      }
      Long id = known.get(own.facts().uid());
      if (id == null) {
        id = change.newSeriesId();
        missing.add(new NewSeries(id, main.id(), own.facts()));
      }
      target.put(own.id(), id);
    }
    change.insertSeries(missing);
    return moving.stream()
        .collect(Collectors.toMap(InstanceRef::id, one -> target.get(one.seriesId())));
  }
}
