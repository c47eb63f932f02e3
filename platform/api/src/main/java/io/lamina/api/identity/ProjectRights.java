package io.lamina.api.identity;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Rights that come from membership in projects (D-14, D-15). */
@ProviderType
public interface ProjectRights {
  /** The projects in which the caller has the right: by his site roles, or by his membership. */
  ProjectScope scope(Caller caller, Permission permission);

  /** Whether the caller has the right in one project; false for a project that does not exist. */
  boolean may(Caller caller, Permission permission, long project);

  /** Whether the caller belongs to the project, or to none but sees every project by his role. */
  boolean isMember(Caller caller, long project);

  /** The projects the caller belongs to: all that exist where he sees every project by his role. */
  ProjectScope memberships(Caller caller);

  /**
   * Whether the caller's roles confine him to named projects (D-15, demo): then nothing of another
   * project is opened to him, shared or not.
   */
  boolean isConfined(Caller caller);

  /**
   * Which project incoming data belongs to (D-14): the requested one if the caller has the right
   * there, else his only project with that right, else none: private to the uploader until
   * assigned.
   *
   * @param requested key the client asked for, or empty
   * @throws io.lamina.api.error.LaminaException 404 for a project he is no member of, 403 for one
   *     where the right is missing
   */
  Optional<Long> projectForUpload(Caller caller, Permission permission, Optional<Long> requested);
}
