package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Hostile;
import io.lamina.contract.harness.OpenApi;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** JSON that no client should send, to every operation of the live description. */
@ExtendWith(Hostile.OneServer.class)
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonFuzzIT {
  private static final String[] VALUES = {
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "-1e999",
    "1.5",
    "9".repeat(99),
    "9".repeat(5000),
    "1E-2147483648",
    "1e2147483647",
    "NaN",
    "Infinity",
    "0x10",
    "007",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\ud83d\ude00\"",
    "\"\\uFFFF\\u202e\"",
    "[]",
    "[[]]",
    "{}",
    "{\"a\":{}}",
    "[null]",
    "[1,\"a\",{}]",
    "\"../../../etc/passwd\"",
    "\"' OR 1=1 --\"",
    "\"${jndi:ldap://127.0.0.1/a}\"",
    "\"%00%0d%0a\"",
    "\"1\"",
    "\" 1 \"",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "2147483648"
  };

  private Hostile hostile;
  private Client editor;
  private List<OpenApi.Operation> operations;
  private final Random random = new Random(Hostile.SEED);

  @BeforeAll
  void description(Hostile hostile) {
    this.hostile = hostile;
    editor = hostile.editor().client();
    operations =
        new OpenApi(hostile.anonymous())
            .operations().stream().filter(OpenApi.Operation::takesJson).toList();
    assertTrue(operations.size() > 10, "operations with a JSON body: " + operations);
    for (final OpenApi.Operation operation : operations) {
      assertFalse(
          operation.fields().isEmpty() && !operation.path().contains("/intake/"),
          () -> "the description does not say what this takes: " + operation);
    }
  }

  @Test
  void bodiesThatAreNoJsonAreRefusedByEveryOperation() {
    final Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("deep arrays", utf8("[".repeat(300_000)));
    bodies.put("deep objects", utf8("{\"a\":".repeat(150_000)));
    bodies.put("deep in a field", utf8("{\"annotation_data\":" + "[".repeat(100_000)));
    bodies.put("deep and sound", utf8("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"));
    bodies.put("huge text", utf8("{\"username\":\"" + "x".repeat(900_000) + "\"}"));
    bodies.put("too large", utf8("{\"username\":\"" + "x".repeat(3_000_000) + "\"}"));
    bodies.put("huge number", utf8("{\"project_id\":" + "9".repeat(900_000) + "}"));
    bodies.put("huge exponent", utf8("{\"project_id\":1e" + "9".repeat(50) + "}"));
    bodies.put("many fields", utf8("{" + manyFields(60_000) + "\"z\":1}"));
    bodies.put("duplicate fields", utf8("{\"project_id\":1,\"project_id\":2,\"username\":\"a\"}"));
    bodies.put("NaN", utf8("{\"project_id\":NaN}"));
    bodies.put("byte order mark", utf8("\ufeff{\"project_id\":1}"));
    bodies.put("UTF-16", text("{\"username\":\"a\"}", StandardCharsets.UTF_16));
    bodies.put("UTF-16LE", text("{\"username\":\"a\"}", StandardCharsets.UTF_16LE));
    bodies.put("UTF-32", text("{\"username\":\"a\"}", Charset.forName("UTF-32BE")));
    bodies.put(
        "overlong UTF-8", new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'});
    bodies.put("bad UTF-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
    bodies.put("zero bytes", new byte[4096]);
    bodies.put("comment", utf8("/* */ {\"project_id\":1} // x"));
    bodies.put("two documents", utf8("{} {}"));
    bodies.put("a string", utf8("\"" + Hostile.PATIENT + "\""));
    for (final OpenApi.Operation operation : operations) {
      bodies.forEach((name, body) -> send(operation, "application/json", body, name));
      send(operation, "text/plain", utf8("{}"), "as text");
      send(operation, "application/xml", utf8("<a/>"), "as XML");
      send(operation, "application/json;charset=utf-16", utf8("{}"), "charset that lies");
      send(operation, "application/json;charset=nonsense", utf8("{}"), "no charset");
      send(operation, "nonsense", utf8("{}"), "no media type");
    }
    hostile.assertUnharmed();
  }

  /** Every described field with every kind of value, the others left out or sound. */
  @Test
  void everyFieldTakesEveryWrongValueWithoutAFailure() {
    final List<String> tried = new ArrayList<>();
    for (final OpenApi.Operation operation : operations) {
      for (final String field : operation.fields()) {
        for (final String value : Hostile.MUTATIONS > 300 ? VALUES : some(8)) {
          final String body = "{\"" + field + "\":" + value + rest(operation, field) + "}";
          send(operation, "application/json", utf8(body), field + " = " + shortened(value));
          tried.add(field);
        }
      }
    }
    assertTrue(tried.size() > Hostile.MUTATIONS / 3, () -> tried.size() + " were tried");
    hostile.assertUnharmed();
  }

  /** Content-Encoding on requests is not undone anywhere: refused, so that a bomb stays small. */
  @Test
  void compressedBodiesAreRefusedAndNotInflated() throws Exception {
    final ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(utf8("{\"username\":\""));
      final byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 600; i++) {
        gzip.write(zeros);
      }
    }
    for (final OpenApi.Operation operation : operations) {
      for (final String coding : List.of("gzip", "deflate", "br", "gzip, gzip", "x-nonsense")) {
        final Answer answer =
            editor.send(
                editor
                    .request(operation.with("1"))
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", coding)
                    .method(operation.method(), BodyPublishers.ofByteArray(bomb.toByteArray())));
        hostile.check(answer, operation.key() + " " + coding);
        assertTrue(answer.status() >= 400, () -> coding + " was taken: " + answer);
      }
    }
    hostile.assertUnharmed();
  }

  private String[] some(int count) {
    final String[] some = new String[count];
    for (int i = 0; i < count; i++) {
      some[i] = VALUES[random.nextInt(VALUES.length)];
    }
    return some;
  }

  /** Sound values for half of the other fields, so that the wrong one is looked at. */
  private String rest(OpenApi.Operation operation, String wrong) {
    final StringBuilder rest = new StringBuilder();
    for (final String field : operation.fields()) {
      if (!field.equals(wrong) && random.nextInt(4) > 0) {
        rest.append(",\"").append(field).append("\":").append(sound(field));
      }
    }
    return rest.toString();
  }

  private String sound(String field) {
    return switch (field) {
      case "project_id" -> Long.toString(hostile.project());
      case "annotation_data" -> "{\"type\":\"point\"}";
      case "measurement_values", "roles", "labels", "uploaded_files" -> "[]";
      case "mime_type", "content_type" -> "\"image/png\"";
      case "mask_type" -> "\"segmentation\"";
      default -> random.nextBoolean() ? "1" : "\"" + Hostile.PATIENT + "\"";
    };
  }

  private void send(OpenApi.Operation operation, String type, byte[] body, String what) {
    // 0 is nobody's object: what is sound by chance changes nothing of others' tests
    final Answer answer =
        editor.send(
            editor
                .request(operation.with("0"))
                .header("Content-Type", type)
                .method(operation.method(), BodyPublishers.ofByteArray(body)));
    hostile.check(answer, operation.key() + ": " + what);
  }

  private static String manyFields(int count) {
    final StringBuilder fields = new StringBuilder();
    for (int i = 0; i < count; i++) {
      fields.append('"').append(i).append("\":1,");
    }
    return fields.toString();
  }

  private static String shortened(String value) {
    return value.length() > 60 ? value.substring(0, 60) : value;
  }

  private static byte[] utf8(String text) {
    return text(text, StandardCharsets.UTF_8);
  }

  private static byte[] text(String text, Charset charset) {
    return text.getBytes(charset);
  }
}
