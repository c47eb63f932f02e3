package io.lamina.api.blob;

import io.lamina.api.identity.Caller;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a capability says of objects that clients store and read without a call of its own: by links
 * whose ticket is {@link PutTicket#ruled}, and at the stable address {@code
 * /objects/{bucket}/{key}} (C-023, C-026, H-07). A service; while it is away such requests answer
 * 503.
 */
@ConsumerType
public interface ObjectRules {
  /** How the keys begin that it rules, such as {@code patient_images/}; ends with a slash. */
  String prefix();

  /**
   * Looks at an object that has arrived, before anybody sees it (H-12). When this returns it is
   * stored durably under its key.
   *
   * @param sender nobody who signed in, since the link is the right; with his address
   * @param contentType it was declared to be; never null
   * @param content whole; closed by the caller
   * @throws io.lamina.api.error.LaminaException 4xx to refuse it; then nothing is stored
   */
  void admit(Caller sender, BlobKey key, String contentType, ByteSource content) throws IOException;

  /**
   * Whether somebody may read an object at its stable address.
   *
   * @param caller anonymous where nobody signed in
   * @throws io.lamina.api.error.LaminaException 401, 403 or 404
   */
  void requireReadable(Caller caller, BlobKey key) throws IOException;

  /** Told of an object that is there and is about to be read at its stable address. */
  void read(Caller caller, BlobKey key);
}
