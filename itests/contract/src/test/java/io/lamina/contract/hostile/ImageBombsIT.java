package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Hostile;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Pictures and bodies that are small as they come and are not when they are unpacked (H-12). */
@ExtendWith(Hostile.OneServer.class)
@Execution(ExecutionMode.SAME_THREAD)
class ImageBombsIT {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int MIB = 1 << 20;

  @Test
  void picturesThatInflateAreReadInBoundedMemory(Hostile hostile) throws IOException {
    final Map<String, byte[]> bombs = new LinkedHashMap<>();
    // 1.6 GB of samples, whole and right: read to its end, never held
    bombs.put("20000 x 20000 in 32 bit", png(20_000, 20_000, 8, 6, 80_001L * 20_000));
    bombs.put("65535 x 65535 in 64 bit", png(65_535, 65_535, 16, 6, 10 * MIB));
    bombs.put("more inflated than its size", png(16, 16, 8, 0, 512L * MIB));
    bombs.put(
        "text that inflates", withChunk("zTXt", deflated(256L * MIB, new byte[] {'a', 0, 0})));
    bombs.put("profile that inflates", withChunk("iCCP", deflated(256L * MIB, new byte[3])));
    bombs.put("chunk that lies", chunkOfLength(0x7fffffff));
    bombs.put("chunk of negative length", chunkOfLength(-9));
    bombs.put("jpeg of 65500 x 65500", jpeg(65_500));
    int number = 0;
    for (final var bomb : bombs.entrySet()) {
      final String name = "bomb" + number++ + (bomb.getKey().startsWith("jpeg") ? ".jpg" : ".png");
      completeAndRead(hostile, name, bomb.getValue(), bomb.getKey());
    }
    hostile.assertUnharmed();
  }

  @Test
  void damagedPicturesAreRefusedOrComeBackAsTheyWere(Hostile hostile) throws IOException {
    final Random random = new Random(Hostile.SEED);
    int refused = 0;
    for (int round = 0; round < Math.min(Hostile.MUTATIONS, 3000) / 10; round++) {
      final boolean jpeg = round % 2 == 0;
      final byte[] file = jpeg ? jpeg(64) : MaskFlow.png(round);
      final byte[] damaged =
          round % 3 == 0 ? Arrays.copyOf(file, 1 + random.nextInt(file.length - 1)) : file;
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      final String name = "damaged" + round + (jpeg ? ".jpg" : ".png");
      refused += completeAndRead(hostile, name, damaged, "round " + round) ? 0 : 1;
    }
    assertTrue(refused > 0, "nothing damaged was refused");
    hostile.assertUnharmed();
  }

  /** Bodies are taken as they are: what says that it is packed is refused, and never unpacked. */
  @Test
  void packedBodiesAreNotUnpacked(Hostile hostile) throws IOException {
    final byte[] bomb = gzip(1024);
    final Client client = hostile.editor().client();
    final Studies studies = new Studies(client);
    final var before = studies.uids();
    for (final String path :
        new String[] {"/api/annotations", "/api/auth/login", "/api/projects"}) {
      final Answer answer =
          client.send(
              client
                  .request(path)
                  .header("Content-Type", "application/json")
                  .header("Content-Encoding", "gzip")
                  .POST(BodyPublishers.ofByteArray(bomb)));
      hostile.check(answer, path);
      assertTrue(answer.status() >= 400, answer::toString);
    }
    final Multipart body = new Multipart().file("a.dcm", Slice.any().file());
    for (final String coding : new String[] {"gzip", "deflate", "br", "gzip, gzip"}) {
      final Answer answer =
          client.send(
              client
                  .request(Studies.UPLOAD)
                  .header("Content-Type", body.contentType())
                  .header("Content-Encoding", coding)
                  .POST(BodyPublishers.ofByteArray(bomb)));
      hostile.check(answer, "upload in " + coding);
      assertTrue(answer.status() >= 400, answer::toString);
    }
    hostile.check(studies.upload(new Multipart().file("packed.dcm.gz", bomb)), "gzip as a file");
    assertEquals(before, studies.uids());
    completeAndRead(hostile, "labels.nii.gz", bomb, "gzip bomb as a volume");
    hostile.assertUnharmed();
  }

  /** Whether it was acknowledged; then it has to come back as it was. */
  private static boolean completeAndRead(Hostile hostile, String name, byte[] file, String what) {
    final MaskFlow flow = new MaskFlow(hostile.editor(), hostile.project());
    final Client anonymous = hostile.anonymous();
    final long annotation = flow.annotation();
    final long group = flow.group(annotation);
    final String type =
        name.endsWith("png")
            ? "image/png"
            : name.endsWith("jpg") ? "image/jpeg" : "application/gzip";
    final JsonNode link = flow.uploadUrl(annotation, group, name, type);
    final String path = link.get("file_path").asText();
    final Answer put =
        flow.put(anonymous, link.get("upload_url").asText(), annotation, group, file, type);
    hostile.check(put, what);
    final Answer completed = hostile.check(flow.complete(annotation, group, path), what);
    if (completed.status() != 200) {
      return false;
    }
    final long mask =
        flow.mask(annotation, group, path, type).expect(201).json().get("id").asLong();
    final MaskFlow.Done done = new MaskFlow.Done(annotation, group, mask, path, file);
    assertArrayEquals(file, flow.download(anonymous, done), what);
    return true;
  }

  private static byte[] png(int width, int height, int depth, int colour, long inflated)
      throws IOException {
    final ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(SIGNATURE);
    chunk(png, "IHDR", header(width, height, depth, colour));
    chunk(png, "IDAT", deflated(inflated, new byte[0]));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] withChunk(String name, byte[] data) throws IOException {
    final byte[] sound = MaskFlow.png(1);
    final ByteArrayOutputStream png = new ByteArrayOutputStream();
    // behind IHDR, which always takes 33 bytes with the signature
    png.write(sound, 0, 33);
    chunk(png, name, data);
    png.write(sound, 33, sound.length - 33);
    return png.toByteArray();
  }

  private static byte[] chunkOfLength(int length) throws IOException {
    final ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(MaskFlow.png(1), 0, 33);
    final DataOutputStream out = new DataOutputStream(png);
    out.writeInt(length);
    out.writeBytes("IDAT");
    out.write(new byte[100]);
    return png.toByteArray();
  }

  private static byte[] header(int width, int height, int depth, int colour) throws IOException {
    final ByteArrayOutputStream header = new ByteArrayOutputStream();
    final DataOutputStream out = new DataOutputStream(header);
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {(byte) depth, (byte) colour, 0, 0, 0});
    return header.toByteArray();
  }

  private static void chunk(OutputStream png, String name, byte[] data) throws IOException {
    final ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.writeBytes(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    named.writeBytes(data);
    final CRC32 crc = new CRC32();
    crc.update(named.toByteArray());
    final DataOutputStream out = new DataOutputStream(png);
    out.writeInt(data.length);
    named.writeTo(out);
    out.writeInt((int) crc.getValue());
  }

  private static byte[] deflated(long zeros, byte[] before) throws IOException {
    final ByteArrayOutputStream small = new ByteArrayOutputStream();
    small.writeBytes(before);
    final Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(small, fast)) {
      final byte[] some = new byte[MIB];
      for (long left = zeros; left > 0; left -= some.length) {
        out.write(some, 0, (int) Math.min(left, some.length));
      }
    }
    fast.end();
    return small.toByteArray();
  }

  private static byte[] gzip(int mib) throws IOException {
    final ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(small)) {
      for (int i = 0; i < mib; i++) {
        out.write(new byte[MIB]);
      }
    }
    return small.toByteArray();
  }

  /** A picture of 64 pixels square whose frame header says another size. */
  private static byte[] jpeg(int side) throws IOException {
    final BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    final byte[] jpeg = out.toByteArray();
    for (int i = 0; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        jpeg[i + 5] = (byte) (side >> 8);
        jpeg[i + 6] = (byte) side;
        jpeg[i + 7] = (byte) (side >> 8);
        jpeg[i + 8] = (byte) side;
      }
    }
    return jpeg;
  }
}
