package io.lamina.patientimages.domain;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.StagedBlob;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

/** Objects that say something by being there, since nothing else may keep it. */
final class Marks {
  private Marks() {}

  /** On return the mark is durable, whoever placed it. */
  static void place(BlobStore store, BlobKey mark) throws IOException {
    try (StagedBlob blob = store.stage("text/plain")) {
      try (OutputStream sink = blob.sink()) {
        sink.write('1');
      }
      store.commit(Map.of(mark, blob));
    } catch (BlobExistsException e) {
      store.makeDurable(Set.of(mark));
    }
  }
}
