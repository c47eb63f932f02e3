package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.StagedBlob;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Stores objects for ever and prints the key of each that was acknowledged, until it is killed. */
final class CrashVictim {
  /** After each key: a line without it was cut. */
  static final String END = " ok";

  private static final int WRITERS = 4;

  private CrashVictim() {}

  public static void main(String[] arguments) throws IOException {
    DiskBlobStore store = Disk.store(Path.of(arguments[0]));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    for (int writer = 0; writer < WRITERS; writer++) {
      String prefix = arguments[1] + "/" + writer;
      boolean presigned = writer == 0;
      new Thread(() -> write(store, prefix, presigned, out)).start();
    }
  }

  private static void write(
      DiskBlobStore store, String prefix, boolean presigned, PrintStream out) {
    try {
      for (int round = 0; ; round++) {
        Map<BlobKey, StagedBlob> blobs = new HashMap<>();
        for (int i = 0; i <= round % 5; i++) {
          BlobKey key = new BlobKey(prefix + "/" + round % 7 + "/" + round + "-" + i);
          StagedBlob blob = store.stage("application/dicom");
          try (OutputStream sink = blob.sink()) {
            sink.write(contentOf(key));
          }
          blobs.put(key, blob);
        }
        if (presigned) {
          for (Map.Entry<BlobKey, StagedBlob> each : blobs.entrySet()) {
            store.reveal(each.getKey(), each.getValue());
          }
          store.makeDurable(blobs.keySet());
        } else {
          store.commit(blobs);
        }
        synchronized (out) {
          blobs.keySet().forEach(key -> out.println(key + END));
          out.flush();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The content that belongs to a key: up to 300 kB. */
  static byte[] contentOf(BlobKey key) {
    return Disk.random(key.hashCode(), Math.floorMod(key.hashCode(), 300_000));
  }
}
