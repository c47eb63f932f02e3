package io.lamina.studies.domain;

import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectRights;
import io.lamina.api.identity.ProjectScope;
import java.util.stream.Collectors;

/**
 * Which accepted studies a caller has a right over (H-10): those of the projects in which he has
 * it, and his own private ones. Quarantined studies are in nobody's sight.
 *
 * @param projects where the right holds
 * @param userId whose private studies are included; 0 for nobody's
 */
public record Visibility(ProjectScope projects, long userId) {

  /** What the caller may read. */
  public static Visibility ofReader(ProjectRights rights, Caller caller) {
    return new Visibility(rights.scope(caller, Permission.STUDY_READ), owner(caller));
  }

  /** What the caller may add to: he has to see it as well, or an upload would reveal it (D-17). */
  static Visibility ofUploader(ProjectRights rights, Caller caller) {
    ProjectScope read = rights.scope(caller, Permission.STUDY_READ);
    ProjectScope upload = rights.scope(caller, Permission.STUDY_UPLOAD);
    long owner = caller.lets(Permission.STUDY_UPLOAD) ? owner(caller) : 0;
    if (read.everywhere()) {
      return new Visibility(upload, owner);
    }
    if (upload.everywhere()) {
      return new Visibility(read, owner);
    }
    return new Visibility(
        ProjectScope.of(
            read.projects().stream()
                .filter(upload::includes)
                .collect(Collectors.toUnmodifiableSet())),
        owner);
  }

  /** A key without the right to read opens not even what its user brought himself. */
  private static long owner(Caller caller) {
    return caller.lets(Permission.STUDY_READ) ? caller.userId() : 0;
  }

  boolean includes(StudyRef study) {
    return study.accepted()
        && (projects.includes(study.projectId())
            || (study.projectId() == null && userId > 0 && study.ownerId() == userId));
  }
}
