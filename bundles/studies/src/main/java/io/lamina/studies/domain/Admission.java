package io.lamina.studies.domain;

import io.lamina.studies.domain.Admitted.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules by which files enter the catalog (D-17, H-02), run within one transaction: what is
 * there is asked once for all files, what is new is written once for all.
 */
final class Admission {
  static final String OTHER_CONTENT =
      "An object with this SOP Instance UID and other content is stored already; the first stays";
  private static final String OTHER_STUDY =
      "An object with this SOP Instance UID is stored already in another study; the first stays";
  private static final String OTHER_PROJECT =
      "This study is stored already outside the project you name; upload to it without a project";

  private record SeriesKey(long studyId, String seriesUid) {}

  private record InstanceKey(long studyId, String sopInstanceUid) {}

  private final Sender sender;
  private final CatalogChange change;
  private final Map<String, StudyRef> studies = new HashMap<>();
  private final Map<SeriesKey, Long> series = new HashMap<>();
  private final Map<InstanceKey, InstanceRef> instances = new HashMap<>();
  private final Set<String> takenElsewhere = new HashSet<>();
  private final List<NewStudy> newStudies = new ArrayList<>();
  private final List<NewSeries> newSeries = new ArrayList<>();
  private final List<NewInstance> newInstances = new ArrayList<>();
  private final Map<Long, StudyGrowth> growth = new LinkedHashMap<>();

  private Admission(Sender sender, CatalogChange change) {
    this.sender = sender;
    this.change = change;
  }

  /** One answer a file, in their order. */
  static List<Admitted> admit(Sender sender, CatalogChange change, List<StoredFile> files) {
    Admission admission = new Admission(sender, change);
    if (!sender.isAnonymous()) {
      admission.look(files);
    }
    List<Admitted> admitted = files.stream().map(admission::judge).toList();
    admission.write();
    return admitted;
  }

  private void look(List<StoredFile> files) {
    String shadow = StudyRef.shadowOf(sender.userId());
    Set<String> uids = uids(files, file -> file.facts().study().uid());
    Map<String, StudyRef> shadows = new HashMap<>();
    Set<String> closed = new HashSet<>();
    for (StudyRef study : change.lockStudies(uids, List.of(StudyRef.MAIN, shadow))) {
      if (study.scope().equals(shadow)) {
        shadows.put(study.uid(), study);
      } else if (sender.mayAddTo().includes(study)) {
        studies.put(study.uid(), study);
      } else {
        closed.add(study.uid());
      }
    }
    // a study he may not add to stands for nothing but the need of a shadow beside it
    closed.forEach(uid -> studies.put(uid, shadows.getOrDefault(uid, shadowFor(uid))));
    Set<Long> known =
        studies.values().stream()
            .map(StudyRef::id)
            .filter(id -> id > 0)
            .collect(Collectors.toSet());
    for (InstanceRef instance :
        change.instances(uids(files, file -> file.facts().sopInstanceUid()))) {
      if (known.contains(instance.study().id())) {
        instances.put(new InstanceKey(instance.study().id(), instance.sopInstanceUid()), instance);
      } else if (sender.mayAddTo().includes(instance.study())) {
        takenElsewhere.add(instance.sopInstanceUid());
      }
    }
    if (!known.isEmpty()) {
      Set<String> seriesUids = uids(files, file -> file.facts().series().uid());
      for (SeriesRef one : change.series(known, seriesUids)) {
        series.put(new SeriesKey(one.studyId(), one.uid()), one.id());
      }
    }
  }

  private Admitted judge(StoredFile file) {
    InstanceFacts facts = file.facts();
    StudyRef study = studies.get(facts.study().uid());
    if (study != null && study.id() > 0) {
      InstanceRef there = instances.get(new InstanceKey(study.id(), facts.sopInstanceUid()));
      if (there != null) {
        boolean same = there.sha256().equals(file.sha256());
        return new Admitted(
            file,
            same ? Verdict.SAME : Verdict.DIFFERENT,
            study,
            there.seriesId(),
            there.id(),
            same ? null : OTHER_CONTENT);
      }
      if (study.accepted() && elsewhere(study)) {
        return new Admitted(file, Verdict.REFUSED, study, 0, 0, OTHER_PROJECT);
      }
    }
    if (takenElsewhere.contains(facts.sopInstanceUid())) {
      return new Admitted(file, Verdict.REFUSED, study, 0, 0, OTHER_STUDY);
    }
    return add(file);
  }

  private boolean elsewhere(StudyRef study) {
    return sender.projectAsked() && !sender.projectId().equals(study.projectId());
  }

  private Admitted add(StoredFile file) {
    InstanceFacts facts = file.facts();
    StudyRef study = studies.get(facts.study().uid());
    if (study == null || study.id() == 0) {
      study = newStudy(file, study);
    }
    long studyId = study.id();
    SeriesKey key = new SeriesKey(studyId, facts.series().uid());
    Long known = series.get(key);
    boolean seriesIsNew = known == null;
    long seriesId = seriesIsNew ? change.newSeriesId() : known;
    if (seriesIsNew) {
      series.put(key, seriesId);
      newSeries.add(new NewSeries(seriesId, studyId, facts.series()));
    }
    newInstances.add(new NewInstance(studyId, seriesId, file));
    instances.put(
        new InstanceKey(studyId, facts.sopInstanceUid()),
        new InstanceRef(file.instanceId(), seriesId, facts.sopInstanceUid(), file.sha256(), study));
    StudyGrowth more =
        new StudyGrowth(
            studyId,
            seriesIsNew ? 1 : 0,
            1,
            file.bytes(),
            seriesIsNew ? Set.of(facts.series().modality()) : Set.of());
    growth.merge(studyId, more, StudyGrowth::plus);
    return new Admitted(file, Verdict.NEW, study, seriesId, file.instanceId(), null);
  }

  private StudyRef newStudy(StoredFile file, StudyRef shadow) {
    InstanceFacts facts = file.facts();
    long id = change.newStudyId();
    String uid = facts.study().uid();
    StudyRef study;
    if (sender.isAnonymous()) {
      study = new StudyRef(id, uid, StudyRef.anonymousShadow(id), false, null, 0);
    } else if (shadow != null) {
      study = new StudyRef(id, uid, shadow.scope(), false, shadow.projectId(), sender.userId());
    } else {
      study = new StudyRef(id, uid, StudyRef.MAIN, true, sender.projectId(), sender.userId());
    }
    studies.put(uid, study);
    newStudies.add(new NewStudy(study, facts.patient(), facts.study(), facts.series().modality()));
    return study;
  }

  /** The answer names his project, as it would without the other study. */
  private StudyRef shadowFor(String uid) {
    return new StudyRef(
        0, uid, StudyRef.shadowOf(sender.userId()), false, sender.projectId(), sender.userId());
  }

  private void write() {
    if (newInstances.isEmpty()) {
      return;
    }
    change.insertStudies(newStudies);
    change.insertSeries(newSeries);
    change.insertInstances(newInstances);
    Map<Long, Integer> perSeries =
        newInstances.stream()
            .collect(Collectors.groupingBy(NewInstance::seriesId, Collectors.summingInt(n -> 1)));
    change.grow(growth.values(), perSeries);
  }

  private static Set<String> uids(List<StoredFile> files, Function<StoredFile, String> uid) {
    return files.stream().map(uid).collect(Collectors.toSet());
  }
}
