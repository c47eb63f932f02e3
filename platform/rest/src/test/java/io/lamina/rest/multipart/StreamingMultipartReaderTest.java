package io.lamina.rest.multipart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingMultipartReaderTest {
  private static final MultipartLimits WIDE = new MultipartLimits(10, 1L << 40, 1 << 20);
  private static final String FORM = "multipart/form-data; boundary=XyZ";

  private static StreamingMultipartReader reader(String body) throws IOException {
    return reader(body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), WIDE);
  }

  private static StreamingMultipartReader reader(byte[] body, MultipartLimits limits)
      throws IOException {
    return new StreamingMultipartReader(new ByteArrayInputStream(body), FORM, limits);
  }

  private static LaminaException refusal(org.junit.jupiter.api.function.Executable reading) {
    return assertThrows(LaminaException.class, reading);
  }

  @Test
  void readsFieldsAndFilesInTheirOrder() throws IOException {
    StreamingMultipartReader reader =
        reader(
            """
            a preamble nobody reads
            --XyZ
            Content-Disposition: form-data; name="project_id"

            7
            --XyZ  \t
            content-disposition: form-data; name="files"; filename="a b.dcm"
            Content-Type: application/dicom

            here --XyZ is not a boundary, nor --XyZ-- that one
            line\rline
            --XyZ--
            an epilogue
            """);
    Part field = reader.next().orElseThrow();
    assertEquals("project_id", field.name());
    assertEquals(Optional.empty(), field.fileName());
    assertEquals(Optional.empty(), field.contentType());
    assertEquals("7", field.text());
    Part file = reader.next().orElseThrow();
    assertEquals("files", file.name());
    assertEquals(Optional.of("a b.dcm"), file.fileName());
    assertEquals(Optional.of("application/dicom"), file.contentType());
    assertEquals(Optional.empty(), reader.next());
    assertEquals(Optional.empty(), reader.next());
  }

  @Test
  void keepsEveryByteWhereverTheBufferEnds() throws IOException {
    byte[] content = new byte[1_000_003];
    Random random = new Random(7);
    random.nextBytes(content);
    byte[] almost = "\r\n--Xyz".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < content.length - 10; at += 997) {
      System.arraycopy(almost, 0, content, at, almost.length);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("--XyZ\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(content);
    body.writeBytes("\r\n--XyZ--".getBytes(StandardCharsets.US_ASCII));
    InputStream dribble =
        new InputStream() {
          private final InputStream all = new ByteArrayInputStream(body.toByteArray());

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return all.read(target, offset, Math.min(length, 1 + random.nextInt(3000)));
          }
        };
    StreamingMultipartReader reader = new StreamingMultipartReader(dribble, FORM, WIDE);
    assertArrayEquals(content, reader.next().orElseThrow().content().readAllBytes());
    assertEquals(Optional.empty(), reader.next());
  }

  @Test
  void skipsWhatNobodyRead() throws IOException {
    StreamingMultipartReader reader = reader("--XyZ\n\none\n--XyZ\n\ntwo\n--XyZ--\n");
    reader.next();
    Part second = reader.next().orElseThrow();
    assertEquals("two", second.text());
    assertEquals(-1, second.content().read());
  }

  @Test
  void takesAnEmptyBodyForNoParts() throws IOException {
    assertEquals(Optional.empty(), reader("").next());
    assertEquals(Optional.empty(), reader("--XyZ--\n").next());
  }

  @Test
  void readsAnEmptyPartWithAndWithoutItsLine() throws IOException {
    StreamingMultipartReader reader =
        reader("--XyZ\nContent-Disposition: form-data; name=a\n\n\n--XyZ\n\n--XyZ--");
    assertEquals("", reader.next().orElseThrow().text());
    assertEquals("", reader.next().orElseThrow().text());
    assertEquals(Optional.empty(), reader.next());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--XyZ",
        "--XyZ\n",
        "--XyZ\nContent-Disposition: form-data; name=\"a\"\n",
        "--XyZ\n\nsome content",
        "--XyZ\n\nsome content\n--Xy",
        "--XyZ\n\nsome content\n--XyZ",
        "no boundary at all"
      })
  void saysThatABodyWasCut(String body) throws IOException {
    StreamingMultipartReader reader = reader(body);
    LaminaException refusal =
        refusal(
            () -> {
              while (reader.next().isPresent()) {
                // to the end
              }
            });
    assertEquals(ErrorKind.BAD_REQUEST, refusal.kind());
    assertTrue(refusal.getMessage().startsWith("The body was cut"), refusal.getMessage());
  }

  @Test
  void saysThatABodyWasCutWhenTheConnectionBreaks() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }
        };
    assertEquals(
        ErrorKind.BAD_REQUEST,
        refusal(() -> new StreamingMultipartReader(broken, FORM, WIDE)).kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "filename=\"a\\\"b\\\\c.dcm\"|a\"b\\c.dcm",
        "filename=\"C:\\scans\\a.dcm\"|C:\\scans\\a.dcm",
        "filename=plain.dcm|plain.dcm",
        "filename=\"semi;colon=.dcm\"|semi;colon=.dcm",
        "filename=\"x\"; filename*=UTF-8''%ED%99%98%EC%9E%90.dcm|환자.dcm",
        "filename*=iso-8859-1'en'%A3.dcm|£.dcm",
        "filename=\"kept\"; filename*=UTF-8''%zz|kept",
        "filename=\"환자.dcm\"|환자.dcm",
        "filename=\"\"|``",
        "FileName = \"odd.dcm\"|odd.dcm",
        "filename=\"../../etc/passwd\"|../../etc/passwd"
      })
  void readsFileNamesAsClientsWriteThem(String parameter, String name) throws IOException {
    Part part =
        reader("--XyZ\nContent-Disposition: form-data; name=\"f\"; " + parameter + "\n\nx\n--XyZ--")
            .next()
            .orElseThrow();
    assertEquals(Optional.of(name), part.fileName());
    assertEquals("f", part.name());
  }

  @Test
  void holdsItsLimits() throws IOException {
    byte[] body =
        "--XyZ\r\n\r\n0123456789\r\n--XyZ\r\n\r\nx\r\n--XyZ--".getBytes(StandardCharsets.US_ASCII);
    StreamingMultipartReader parts = reader(body, new MultipartLimits(1, 100, 100));
    parts.next();
    assertEquals(ErrorKind.TOO_LARGE, refusal(parts::next).kind());
    Part large = reader(body, new MultipartLimits(5, 9, 100)).next().orElseThrow();
    assertEquals(ErrorKind.TOO_LARGE, refusal(() -> large.content().readAllBytes()).kind());
    Part field = reader(body, new MultipartLimits(5, 100, 9)).next().orElseThrow();
    assertEquals(ErrorKind.TOO_LARGE, refusal(field::text).kind());
    StreamingMultipartReader headers = reader("--XyZ\nX: " + "y".repeat(20_000) + "\n\nx\n--XyZ--");
    assertEquals(ErrorKind.BAD_REQUEST, refusal(headers::next).kind());
  }

  @Test
  void refusesWhatIsNoMultipart() {
    assertEquals(
        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
        refusal(
                () ->
                    new StreamingMultipartReader(
                        InputStream.nullInputStream(), "application/json", WIDE))
            .kind());
    assertEquals(
        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
        refusal(() -> new StreamingMultipartReader(InputStream.nullInputStream(), null, WIDE))
            .kind());
    assertEquals(
        ErrorKind.BAD_REQUEST,
        refusal(
                () ->
                    new StreamingMultipartReader(
                        InputStream.nullInputStream(), "multipart/form-data", WIDE))
            .kind());
  }

  @Test
  void refusesAFieldThatIsNoText() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("--XyZ\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    body.write(0xff);
    body.writeBytes("\r\n--XyZ--".getBytes(StandardCharsets.US_ASCII));
    Part part = reader(body.toByteArray(), WIDE).next().orElseThrow();
    assertEquals(ErrorKind.BAD_REQUEST, refusal(part::text).kind());
  }

  @Test
  void readsRelatedPartsWithAQuotedBoundary() throws IOException {
    String body = "--a b=c\r\nContent-Type: application/dicom\r\n\r\nx\r\n--a b=c--";
    StreamingMultipartReader reader =
        new StreamingMultipartReader(
            new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)),
            "multipart/related; type=\"application/dicom\"; boundary=\"a b=c\"",
            WIDE);
    Part part = reader.next().orElseThrow();
    assertEquals("", part.name());
    assertEquals("x", part.text());
  }
}
