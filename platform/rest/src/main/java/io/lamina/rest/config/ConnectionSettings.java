package io.lamina.rest.config;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What clients may hold.
 *
 * @param most connections altogether
 * @param mostOfAddress connections of one address
 * @param headers longest time from the first byte of a request to the end of its head
 * @param pace of bodies and of reading answers
 */
public record ConnectionSettings(int most, int mostOfAddress, Duration headers, Pace pace) {
  /** Files that the platform itself has open: bundles, database, logs, and some to spare. */
  private static final long OWN_FILES = 600;

  private static final int FEWEST = 16;

  /**
   * Keeps connections below what the process may open: each may need a file beside its own socket.
   */
  static int within(int wanted) {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Integer.MAX_VALUE;
    return (int) Math.max(FEWEST, Math.min(wanted, (files - OWN_FILES) / 2));
  }
}
