package io.lamina.studies.domain;

/**
 * On whose behalf objects come in, resolved before the transaction that admits them.
 *
 * @param userId 0 for an anonymous upload: all of it goes to quarantine (H-02)
 * @param projectId where new studies go (D-14); null for private ones
 * @param projectAsked whether the client named that project
 * @param mayAddTo existing studies he may add to
 */
record Sender(long userId, Long projectId, boolean projectAsked, Visibility mayAddTo) {
  boolean isAnonymous() {
    return userId == 0;
  }
}
