package io.lamina.testkit.demo;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What a person reads. On a terminal the progress bar moves; elsewhere it is a line for every tenth
 * and nothing is coloured.
 */
final class Screen {
  private static final int BAR = 32;
  private static final long REDRAW_NANOS = 80_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private long drawnAt;
  private int tenths = -1;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void title(String text) {
    out.println();
    out.println(terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
  }

  void say(String text) {
    out.println("  " + text);
  }

  /** One request: {@code METHOD path -> status 12 ms}. */
  void request(String method, String path, int status, long nanos) {
    String line =
        String.format(Locale.ROOT, "  %-4s %s -> %d  %s", method, path, status, time(nanos));
    out.println(terminal && status >= 400 ? "\u001b[31m" + line + "\u001b[0m" : line);
  }

  /**
   * How far an upload is.
   *
   * @param items slices or files done, of all
   */
  void progress(long bytes, long ofBytes, int items, int ofItems, long nanos) {
    boolean done = bytes >= ofBytes;
    double share = ofBytes == 0 ? 1 : (double) bytes / ofBytes;
    String text =
        String.format(
            Locale.ROOT,
            "%3d %%  %s of %s  %d of %d files  %s/s",
            (int) (share * 100),
            size(bytes),
            size(ofBytes),
            items,
            ofItems,
            size((long) (bytes / Math.max(nanos / 1e9, 1e-3))));
    if (!terminal) {
      int now = (int) (share * 10);
      if (now > tenths) {
        tenths = now;
        out.println("  " + text);
      }
    } else if (done || System.nanoTime() - drawnAt > REDRAW_NANOS) {
      drawnAt = System.nanoTime();
      int full = (int) (share * BAR);
      out.print("\r  [" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + text + "\u001b[K");
      out.print(done ? System.lineSeparator() : "");
      out.flush();
    }
  }

  static String time(long nanos) {
    double millis = nanos / 1e6;
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }

  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
