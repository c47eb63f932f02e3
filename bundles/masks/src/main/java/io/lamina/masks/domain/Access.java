package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectRights;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Who may do what with an annotation and all below it (D-03): members read and write by their right
 * in the project, the owner while he belongs to it, others read what is shared. What a caller may
 * not read is not found; what he may read and not change is forbidden.
 */
@Component(service = Access.class)
public final class Access {
  private final ProjectRights rights;
  private final Annotations annotations;
  private final MaskGroups groups;
  private final AnnotationHistory history;

  @Activate
  public Access(
      @Reference ProjectRights rights,
      @Reference Annotations annotations,
      @Reference MaskGroups groups,
      @Reference AnnotationHistory history) {
    this.rights = rights;
    this.annotations = annotations;
    this.groups = groups;
    this.history = history;
  }

  /** 404 for a project the caller does not belong to, 403 for one he may not write to. */
  void requireAnnotating(Caller caller, long project) {
    caller.requireSignedIn();
    if (rights.may(caller, Permission.ANNOTATION_WRITE, project)) {
      return;
    }
    if (rights.isMember(caller, project)) {
      throw forbidden(Permission.ANNOTATION_WRITE);
    }
    throw LaminaException.notFound("Project not found");
  }

  Visibility visibility(Caller caller) {
    caller.requireSignedIn();
    return visibility(caller, Permission.ANNOTATION_READ);
  }

  void requireRead(Caller caller, Ownership owned) {
    if (!mayRead(caller, owned, Permission.ANNOTATION_READ)) {
      throw annotationNotFound();
    }
  }

  /**
   * Refuses unless he may read the annotation. A deleted one is shared no more: its history is for
   * its owner and readers of its project.
   */
  Ownership readableHistory(Caller caller, long id) {
    caller.requireSignedIn();
    Ownership owned =
        annotations
            .ownership(id)
            .or(() -> history.lastOwnership(id).map(Ownership::notShared))
            .orElseThrow(Access::annotationNotFound);
    requireRead(caller, owned);
    return owned;
  }

  boolean readsBySharingAlone(Caller caller, Ownership owned) {
    return !owns(caller, owned, Permission.ANNOTATION_READ)
        && !rights.may(caller, Permission.ANNOTATION_READ, owned.projectId());
  }

  /** Refuses unless he may change the annotation itself. */
  Ownership writableAnnotation(Caller caller, long id) {
    caller.requireSignedIn();
    Ownership owned = annotations.ownership(id).orElseThrow(Access::annotationNotFound);
    if (mayWrite(caller, owned, Permission.ANNOTATION_WRITE)) {
      return owned;
    }
    if (mayRead(caller, owned, Permission.ANNOTATION_READ)) {
      throw forbidden(Permission.ANNOTATION_WRITE);
    }
    throw annotationNotFound();
  }

  /** Refuses unless he may read the masks of an annotation. */
  Ownership readableMasks(Caller caller, long annotationId) {
    caller.requireSignedIn();
    Ownership owned = annotations.ownership(annotationId).orElseThrow(Access::annotationNotFound);
    if (!mayRead(caller, owned, Permission.MASK_READ)) {
      throw annotationNotFound();
    }
    return owned;
  }

  /** Refuses unless he may add masks to an annotation. */
  Ownership writableMasks(Caller caller, long annotationId) {
    caller.requireSignedIn();
    Ownership owned = annotations.ownership(annotationId).orElseThrow(Access::annotationNotFound);
    requireWrite(caller, owned, "Annotation not found");
    return owned;
  }

  OwnedGroup readableGroup(Caller caller, GroupPath path) {
    OwnedGroup found = group(caller, path);
    if (!mayRead(caller, found.ownership(), Permission.MASK_READ)) {
      throw groupNotFound();
    }
    return found;
  }

  OwnedGroup writableGroup(Caller caller, GroupPath path) {
    OwnedGroup found = group(caller, path);
    requireWrite(caller, found.ownership(), "Mask group not found");
    return found;
  }

  /** Deleting is writing (S2); a role may also have the right to delete alone. */
  OwnedGroup deletableGroup(Caller caller, GroupPath path) {
    OwnedGroup found = group(caller, path);
    if (!rights.may(caller, Permission.MASK_DELETE, found.ownership().projectId())) {
      requireWrite(caller, found.ownership(), "Mask group not found");
    }
    return found;
  }

  static LaminaException annotationNotFound() {
    return LaminaException.notFound("Annotation not found");
  }

  static LaminaException groupNotFound() {
    return LaminaException.notFound("Mask group not found");
  }

  private OwnedGroup group(Caller caller, GroupPath path) {
    caller.requireSignedIn();
    return groups.find(path).orElseThrow(Access::groupNotFound);
  }

  private void requireWrite(Caller caller, Ownership owned, String otherwise) {
    if (mayWrite(caller, owned, Permission.MASK_WRITE)) {
      return;
    }
    if (mayRead(caller, owned, Permission.MASK_READ)) {
      throw forbidden(Permission.MASK_WRITE);
    }
    throw LaminaException.notFound(otherwise);
  }

  private boolean mayWrite(Caller caller, Ownership owned, Permission permission) {
    return rights.may(caller, permission, owned.projectId())
        // whom his roles confine, they also confine to reading (D-15)
        || (owns(caller, owned, permission) && !rights.isConfined(caller));
  }

  /** An owner who left the project has no more right than any other; nor has his narrow key. */
  private boolean owns(Caller caller, Ownership owned, Permission permission) {
    return caller.userId() == owned.userId()
        && caller.lets(permission)
        && rights.isMember(caller, owned.projectId());
  }

  private boolean mayRead(Caller caller, Ownership owned, Permission permission) {
    if (owns(caller, owned, permission) || rights.may(caller, permission, owned.projectId())) {
      return true;
    }
    return owned.shared() && visibility(caller, permission).seesShared();
  }

  private Visibility visibility(Caller caller, Permission permission) {
    return new Visibility(
        caller.lets(permission) ? caller.userId() : 0,
        rights.scope(caller, permission),
        rights.memberships(caller),
        rights.isConfined(caller));
  }

  private static LaminaException forbidden(Permission permission) {
    return LaminaException.forbidden(
        "You need the permission " + permission.key() + " in the project");
  }
}
