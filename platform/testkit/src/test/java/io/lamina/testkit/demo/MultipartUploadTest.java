package io.lamina.testkit.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartUploadTest {
  @TempDir Path temp;

  /** What makes memory flat: nothing is read before it is asked for, and little at a time. */
  @Test
  void readsAFileOnlyAsFastAsItIsSent() throws Exception {
    Path file = temp.resolve("sparse");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(20_000_000);
    }
    MultipartUpload upload = new MultipartUpload("b", Map.of(), "files", List.of(file));
    AtomicLong read = new AtomicLong();
    var publisher = upload.publisher((bytes, files) -> read.set(bytes));
    assertEquals(upload.length(), publisher.contentLength());
    SlowReceiver receiver = new SlowReceiver(read);
    publisher.subscribe(receiver);
    assertEquals(upload.length(), receiver.received);
    assertTrue(receiver.mostAhead < 100_000, "read ahead: " + receiver.mostAhead);
  }

  @Test
  void failsWhenAFileBecomesShorterWhileItIsSent() throws Exception {
    Path file = Files.write(temp.resolve("shrinks.dcm"), new byte[200_000]);
    MultipartUpload upload = new MultipartUpload("b", Map.of(), "files", List.of(file));
    Files.write(file, new byte[100]);
    try (FakePlatform platform = new FakePlatform()) {
      Screen screen =
          new Screen(
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
      Api api = new Api(URI.create(platform.base()), screen);
      api.signIn("tok");
      DemoFailure failure =
          assertThrows(
              DemoFailure.class,
              () ->
                  api.upload(
                      "/viewer/api/upload/",
                      upload.contentType(),
                      upload.publisher((bytes, files) -> {})));
      assertTrue(failure.getMessage().contains("shrinks.dcm became shorter"), failure::getMessage);
    }
  }

  private static final class SlowReceiver implements Flow.Subscriber<ByteBuffer> {
    private final AtomicLong read;
    private Flow.Subscription subscription;
    private long received;
    private long mostAhead;

    SlowReceiver(AtomicLong read) {
      this.read = read;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      subscription.request(1);
    }

    @Override
    public void onNext(ByteBuffer item) {
      mostAhead = Math.max(mostAhead, read.get() - received);
      received += item.remaining();
      subscription.request(1);
    }

    @Override
    public void onError(Throwable problem) {
      throw new AssertionError(problem);
    }

    @Override
    public void onComplete() {
      // counted as it came
    }
  }
}
