package io.lamina.studies.domain;

import io.lamina.api.blob.StagedBlob;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of an upload that is staged, while its header is read.
 *
 * @param index of the file in the upload, 0 and up
 * @param name of the client, cleaned
 */
record Incoming(int index, String name, StagedBlob staged, Future<InstanceFacts> facts) {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  /** Drops the file once nobody reads it any more. */
  void discard() {
    try {
      facts.get();
    } catch (ExecutionException e) {
      LOG.debug("A file of an upload that failed was bad as well", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    staged.close();
  }
}
