package io.lamina.api.blob;

import io.lamina.api.identity.Caller;
import java.io.IOException;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a capability says of objects that clients store and read without a call of its own: by links
 * whose ticket is {@link PutTicket#ruled}, and at the stable address {@code
 * /objects/{bucket}/{key}} (C-023, C-026, H-07). A service; while it is away such requests answer
 * 503.
 */
@ConsumerType
public interface ObjectRules {
  /** How the keys begin that it rules, such as {@code patient_images/}; nobody else's begin so. */
  Set<String> prefixes();

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
   * Told once an admitted object is in its place, before its sender is answered: what changed while
   * it was on its way, in the store or by others, is seen here.
   *
   * @param sender as for {@link #admit}
   * @throws io.lamina.api.error.LaminaException 4xx to refuse it after all; it is removed then
   */
  void stored(Caller sender, BlobKey key) throws IOException;

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
