package io.lamina.studies.domain;

import io.lamina.dicom.RenderedFrame;
import java.io.IOException;
import java.util.Optional;

/** Rendered frames that were shown lately, bounded in bytes. Of the server's own memory. */
public interface Renderings {
  /** The frame under the key, where it is there. */
  Optional<RenderedFrame> find(Key key);

  /** The frame under the key, made once where it is missing, also when asked for at once. */
  RenderedFrame get(Key key, Source source) throws IOException;

  /**
   * What a rendering depends on: the content and the parameters.
   *
   * @param sha256 of the file
   * @param parameters in one spelling
   */
  record Key(String sha256, String parameters) {}

  /** Makes a frame, and waits for nobody: others wait for it. */
  @FunctionalInterface
  interface Source {
    RenderedFrame render() throws IOException;
  }
}
