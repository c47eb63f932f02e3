package io.lamina.studies.domain;

/**
 * A study as rights see it.
 *
 * @param scope {@link #MAIN}, or whose shadow it is
 * @param accepted false while it is in quarantine
 * @param projectId null for a private study; in quarantine, where its uploader meant it to go
 * @param ownerId user who brought it first; 0 for an anonymous upload
 */
public record StudyRef(
    long id, String uid, String scope, boolean accepted, Long projectId, long ownerId) {
  /** Where a Study Instance UID is unique: all studies but the shadows. */
  public static final String MAIN = "main";

  /** Where the shadow studies of one user lie (D-17). */
  static String shadowOf(long userId) {
    return "user-" + userId;
  }

  /** Where the one shadow study of an anonymous request lies (H-02). */
  static String anonymousShadow(long studyId) {
    return "anonymous-" + studyId;
  }
}
