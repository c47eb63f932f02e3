package io.lamina.api.blob;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** The store seen as a whole, by those who compare or copy all of it. */
@ProviderType
public interface BlobInventory {
  /** Takes one object after the other. */
  interface Visitor {
    void object(BlobKey key) throws IOException;

    /**
     * @param name of a file among the objects that is none
     */
    void stranger(String name) throws IOException;
  }

  /**
   * Shows every visible object once, in no order. What comes or goes meanwhile may be shown or not.
   */
  void walk(Visitor visitor) throws IOException;

  /**
   * From now on, until the hold is closed, whatever is deleted stays readable through the hold. One
   * at a time.
   *
   * @throws io.lamina.api.error.LaminaException 409 while there is another one
   */
  BlobHold hold() throws IOException;
}
