package io.lamina.api.blob;

import java.net.URI;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Signed links of the shape of S3 (AWS Signature Version 4, query parameters), so that clients
 * cannot tell disk from S3 (X-03, X-04, H-11). The link is the right: whoever has it may use it, so
 * it is never logged (C-085).
 */
@ProviderType
public interface Presigner {
  /**
   * A link for one successful PUT.
   *
   * @param publicBase scheme, host and port by which the client reaches the platform
   */
  PresignedUrl put(PutTicket ticket, URI publicBase);

  /**
   * A form for one successful POST, under the same ticket.
   *
   * @param publicBase scheme, host and port by which the client reaches the platform
   */
  PresignedForm post(PutTicket ticket, URI publicBase);

  /**
   * The address at which an object stays for as long as it is stored, without a signature: who may
   * read there is for its {@link ObjectRules} to say (H-07).
   *
   * @param publicBase scheme, host and port by which the client reaches the platform
   */
  URI address(BlobKey key, URI publicBase);

  /** A link for GET and HEAD, usable until it expires. */
  PresignedUrl get(GetTicket ticket, URI publicBase);
}
