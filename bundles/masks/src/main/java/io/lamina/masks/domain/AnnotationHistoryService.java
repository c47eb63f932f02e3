package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What annotations were before they were changed or deleted. */
@Component(service = AnnotationHistoryService.class)
public final class AnnotationHistoryService {
  private final Access access;
  private final AnnotationHistory history;
  private final AuditTrail audit;

  @Activate
  public AnnotationHistoryService(
      @Reference Access access, @Reference AnnotationHistory history, @Reference AuditTrail audit) {
    this.access = access;
    this.history = history;
    this.audit = audit;
  }

  /**
   * Earlier versions of an annotation, the latest first, for whoever may read it. Whom only sharing
   * lets in sees what was shared already, and nothing once it is deleted.
   */
  public InParts<AnnotationVersion> list(Caller caller, long id, Page page) {
    Ownership owned = access.readableHistory(caller, id);
    Listing<Long> found = history.revisions(id, access.readsBySharingAlone(caller, owned), page);
    audit.read(caller, Told.of(AuditAction.READ, "annotation", id, owned).with("history", "true"));
    return InParts.of(found, part -> history.findAll(id, part));
  }
}
