package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Writes blob files as Lamina did before the encryption (format version 1). */
final class PlainFiles {
  static final Instant STORED = Instant.parse("2026-11-20T10:11:12.131415Z");

  private PlainFiles() {}

  static void write(Path objects, String key, byte[] content, boolean durable) throws IOException {
    write(objects, key, content, durable, content.length, BlobWriter.sha256().digest(content));
  }

  static void write(
      Path objects, String key, byte[] content, boolean durable, long size, byte[] hash)
      throws IOException {
    byte[] type = "application/dicom".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer header = ByteBuffer.allocate(512);
    header.putLong(0x4c4d4e41424c4f42L).putInt(1).putInt(0).putLong(size).put(hash);
    header.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, STORED));
    header.position(88).putShort((short) type.length).put(type);
    header.putInt(508, HeaderCodec.checksum(header.array()));
    UUID incarnation = UUID.randomUUID();
    header.put(64, (byte) (durable ? 1 : 0));
    header.putLong(72, incarnation.getMostSignificantBits());
    header.putLong(80, incarnation.getLeastSignificantBits());
    Path file = objects.resolve(key + ObjectTree.SUFFIX);
    Files.createDirectories(file.getParent());
    ByteBuffer whole = ByteBuffer.allocate(512 + content.length);
    whole.put(header.array()).put(content);
    Files.write(file, whole.array());
  }
}
