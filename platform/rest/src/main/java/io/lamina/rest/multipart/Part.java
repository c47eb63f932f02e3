package io.lamina.rest.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One part of a multipart body; usable until the next one is asked for. */
public interface Part {
  /** Name of the form field; empty where the client sent none. */
  String name();

  /** File name exactly as the client sent it: metadata only, never a path (H-04). */
  Optional<String> fileName();

  /** Media type the client claims; many send none (M3). */
  Optional<String> contentType();

  /** Content as it arrives; 413 past the limit of a part. */
  InputStream content() throws IOException;

  /** The whole content as UTF-8 text; 413 past the limit of a field. */
  String text() throws IOException;
}
