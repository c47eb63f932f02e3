package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Puts and gets one object that is far larger than the heap; prints the time of each. */
final class SmallHeap {
  private static final int CHUNK = 1 << 20;

  private SmallHeap() {}

  public static void main(String[] arguments) throws Exception {
    long size = Long.parseLong(arguments[1]);
    try (Gateway gateway = new Gateway(Path.of(arguments[0]))) {
      long start = System.nanoTime();
      put(gateway.putLink(null, size), size);
      long stored = System.nanoTime();
      BlobInfo info = gateway.store.makeDurable(List.of(Gateway.KEY)).get(Gateway.KEY);
      long durable = System.nanoTime();
      if (info.size() != size || get(gateway.getLink()) != size) {
        throw new IllegalStateException("Not all bytes came back");
      }
      System.out.printf(
          "%d MB: put %d ms, durable %d ms, get %d ms%n",
          size / 1_000_000,
          (stored - start) / 1_000_000,
          (durable - stored) / 1_000_000,
          (System.nanoTime() - durable) / 1_000_000);
    }
  }

  private static void put(URI link, long size) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) link.toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(size);
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = connection.getOutputStream()) {
      for (long at = 0; at < size; at += CHUNK) {
        Arrays.fill(chunk, (byte) (at / CHUNK));
        out.write(chunk, 0, (int) Math.min(CHUNK, size - at));
      }
    }
    if (connection.getResponseCode() != 200) {
      throw new IllegalStateException("PUT answered " + connection.getResponseCode());
    }
  }

  private static long get(URI link) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    try (InputStream in = link.toURL().openStream()) {
      int count;
      while ((count = in.readNBytes(chunk, 0, CHUNK)) > 0) {
        if (chunk[0] != (byte) (total / CHUNK) || chunk[count - 1] != chunk[0]) {
          throw new IllegalStateException("Other bytes came back at " + total);
        }
        total += count;
      }
    }
    return total;
  }
}
