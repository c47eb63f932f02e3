package io.lamina.studies.rest;

import io.lamina.api.error.LaminaException;

/** Keys of projects as clients write them. */
final class ProjectId {
  private ProjectId() {}

  /**
   * @throws LaminaException 400 for what is no key
   */
  static long parse(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw LaminaException.badRequest("project_id must be the number of a project");
    }
  }
}
