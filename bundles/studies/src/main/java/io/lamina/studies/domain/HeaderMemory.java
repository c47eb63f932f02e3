package io.lamina.studies.domain;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the headers of running uploads take of the heap until their rows are written. Past its bound
 * a header is not kept: reads of that object's header open its file.
 */
final class HeaderMemory {
  /** Bytes for one upload: 5000 slices of a scanner take half of it. */
  private static final long ONE_UPLOAD = 32L << 20;

  private final long oneUpload;
  private final long allUploads;
  private final AtomicLong used = new AtomicLong();

  HeaderMemory() {
    this(ONE_UPLOAD, Math.max(ONE_UPLOAD, Runtime.getRuntime().maxMemory() / 8));
  }

  HeaderMemory(long oneUpload, long allUploads) {
    this.oneUpload = oneUpload;
    this.allUploads = allUploads;
  }

  Share share() {
    return new Share();
  }

  /** One upload's part; its files are read in several threads. */
  final class Share {
    private final AtomicLong mine = new AtomicLong();

    /** The facts, without what there is no room for. */
    InstanceFacts bounded(InstanceFacts facts) {
      long bytes = length(facts.json()) + length(facts.frameIndex());
      boolean fits = mine.addAndGet(bytes) <= oneUpload;
      if (used.addAndGet(bytes) <= allUploads && fits) {
        return facts;
      }
      mine.addAndGet(-bytes);
      used.addAndGet(-bytes);
      return facts.withoutHeader();
    }

    /** Once no file of the upload is being read any more. */
    void release() {
      used.addAndGet(-mine.getAndSet(0));
    }
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
