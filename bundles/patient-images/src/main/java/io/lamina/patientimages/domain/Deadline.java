package io.lamina.patientimages.domain;

import java.time.Duration;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Ends a decoding that takes too long; readers report their progress row by row. */
final class Deadline implements IIOReadProgressListener {
  private final long end;
  private volatile boolean passed;

  Deadline(Duration longest) {
    end = System.nanoTime() + longest.toNanos();
  }

  /** Whether a decoding was ended. */
  boolean passed() {
    return passed;
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    if (System.nanoTime() - end > 0) {
      passed = true;
      source.abort();
    }
  }

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {
    imageProgress(source, 0);
  }

  @Override
  public void imageComplete(ImageReader source) {
    // nothing to end
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {
    // one image is read
  }

  @Override
  public void sequenceComplete(ImageReader source) {
    // one image is read
  }

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {
    // none is asked for
  }

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {
    // none is asked for
  }

  @Override
  public void thumbnailComplete(ImageReader source) {
    // none is asked for
  }

  @Override
  public void readAborted(ImageReader source) {
    // by this
  }
}
