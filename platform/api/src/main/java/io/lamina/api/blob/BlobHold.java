package io.lamina.api.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps deleted objects readable; closing it lets them go. */
@ProviderType
public interface BlobHold extends Closeable {
  /**
   * An object as the store keeps it, encrypted where the store encrypts.
   *
   * @param name of its file below the store's folder of objects, with slashes
   * @param length bytes of the file
   */
  record Stored(BlobInfo info, String name, long length, ReadableByteChannel bytes)
      implements Closeable {
    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  /**
   * Looks at all of the object first.
   *
   * @throws NoSuchBlobException where there was no such object when the hold began
   * @throws IOException where it is damaged, or the disk cannot read it
   */
  Stored open(BlobKey key) throws IOException;

  @Override
  void close() throws IOException;
}
