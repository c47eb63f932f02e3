package io.lamina.api.blob;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Immutable objects under keys. An object is there whole or not at all, also after a crash; one
 * that is there is never changed, only deleted.
 */
@ProviderType
public interface BlobStore {
  /** Media type of what nobody said more about. */
  String ANY_TYPE = "application/octet-stream";

  /**
   * Starts an object that nobody sees until it is committed.
   *
   * @param contentType media type to keep with it
   * @throws io.lamina.api.error.LaminaException 507 when the disk is (nearly) full
   */
  StagedBlob stage(String contentType) throws IOException;

  /**
   * Makes staged objects visible under their keys and durable: on return a power cut loses none.
   * The flushes of one call are grouped.
   *
   * @throws BlobExistsException when a key is taken; then none of the call is visible
   */
  void commit(Map<BlobKey, StagedBlob> blobs) throws IOException;

  /**
   * Makes objects durable that came by a presigned PUT, which alone promises no durability (D-20).
   * Grouped like a commit; cheap for what is durable already. An object whose bytes were lost by a
   * crash before it was durable is removed and reported as missing.
   *
   * @return what is known of each key that exists
   */
  Map<BlobKey, BlobInfo> makeDurable(Collection<BlobKey> keys) throws IOException;

  Optional<BlobInfo> find(BlobKey key) throws IOException;

  /**
   * What lies directly in a folder of keys, durable, by key ascending. Costs a look at each object.
   *
   * @param folder how their keys begin, ends with a slash
   * @param limit most to give, 1 and up
   */
  List<BlobInfo> list(String folder, int limit) throws IOException;

  /**
   * @throws NoSuchBlobException when there is no such object
   */
  ByteSource open(BlobKey key) throws IOException;

  /** Removes an object, if it is there. Readers that have it open finish. */
  void delete(BlobKey key) throws IOException;
}
