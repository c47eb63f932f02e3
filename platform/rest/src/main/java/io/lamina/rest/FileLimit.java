package io.lamina.rest;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The files of one request, counted against what its caller may upload in an hour (C-089). A
 * resource method gets it by {@code @Context}.
 */
@ProviderType
public interface FileLimit {
  /**
   * Counts one file. To be called for each file of a body as it arrives, before a byte of it is
   * stored.
   *
   * @throws io.lamina.api.error.LaminaException 429 where the caller has no file left. The request
   *     is then refused whole: the resource stores nothing of it, and what it had taken before is
   *     given back. Nobody with the permission {@code bulk-upload} is refused
   */
  void take();
}
