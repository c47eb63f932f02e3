package io.lamina.studies.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ProjectRights;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists of studies and of what is in them, as far as the caller may see it (H-10). */
@Component(service = StudiesService.class)
public final class StudiesService {
  /** Rows read at once while a long list is streamed. */
  private static final int PAGE = 500;

  private final StudyQueries queries;
  private final ProjectRights rights;
  private final AuditTrail audit;

  @Activate
  public StudiesService(
      @Reference StudyQueries queries,
      @Reference ProjectRights rights,
      @Reference AuditTrail audit) {
    this.queries = queries;
    this.rights = rights;
    this.audit = audit;
  }

  /** One page of the studies the caller may see. */
  public List<StudySummary> page(Caller caller, StudyFilter filter, long offset, int limit) {
    tellOfList(caller, filter);
    return queries.studies(
        filter, Visibility.ofReader(rights, caller), Long.MAX_VALUE, offset, limit);
  }

  /** How many studies the caller may see. */
  public long count(Caller caller, StudyFilter filter) {
    return queries.count(filter, Visibility.ofReader(rights, caller));
  }

  /** Shows every study the caller may see, read page by page. */
  public void each(Caller caller, StudyFilter filter, Consumer<StudySummary> target) {
    tellOfList(caller, filter);
    Visibility visibility = Visibility.ofReader(rights, caller);
    long before = Long.MAX_VALUE;
    List<StudySummary> page;
    do {
      page = queries.studies(filter, visibility, before, 0, PAGE);
      page.forEach(target);
      before = page.isEmpty() ? before : page.get(page.size() - 1).ref().id();
    } while (page.size() == PAGE);
  }

  /**
   * @throws LaminaException 404 where there is none the caller may see
   */
  public StudySummary study(Caller caller, long id) {
    StudySummary found =
        queries
            .study(id)
            .filter(study -> Visibility.ofReader(rights, caller).includes(study.ref()))
            .orElseThrow(() -> LaminaException.notFound("Study not found"));
    audit.read(caller, Told.read(found, "study"));
    return found;
  }

  /** A list is one entry, whatever is in it; a search for a patient's id names him. */
  private void tellOfList(Caller caller, StudyFilter filter) {
    audit.read(
        caller,
        AuditEvent.of(AuditAction.READ, "study-list", Objects.toString(filter.patientId(), ""))
            .ofPatient(filter.patientId()));
  }

  /** Shows what is in a study, read page by page. */
  public void eachImage(StudySummary study, Consumer<ImageSummary> target) {
    ImageSummary.Position after = ImageSummary.Position.START;
    List<ImageSummary> page;
    do {
      page = queries.images(study.ref().id(), after, PAGE);
      page.forEach(target);
      after = page.isEmpty() ? after : page.get(page.size() - 1).position();
    } while (page.size() == PAGE);
  }
}
