package io.lamina.testkit.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Answers as the platform does on the demonstration's way, so far as that looks at it. */
final class FakePlatform implements AutoCloseable {
  private static final String SIGNATURE = "?X-Amz-Signature=5ec2e7";
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  final List<String> seen = new ArrayList<>();
  final Map<String, String> refusals = new TreeMap<>();
  final Map<String, String> putHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  byte[] uploadBody = {};
  String uploadType = "";
  String intake = "accepted";
  String imageUids = "";
  String maskRequest = "";
  UnaryOperator<byte[]> download = bytes -> bytes;

  private final HttpServer server;
  private byte[] object = {};

  FakePlatform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    String request = exchange.getRequestMethod() + " " + path;
    seen.add(request);
    boolean open =
        path.startsWith("/objects/") || path.equals("/health") || path.startsWith("/api/auth");
    boolean signed = "Bearer tok".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (refusals.containsKey(request)) {
      send(exchange, 400, refusals.get(request).getBytes(StandardCharsets.UTF_8));
    } else if (!open && !signed) {
      send(
          exchange,
          401,
          "{\"error\":\"Authentication required\"}".getBytes(StandardCharsets.UTF_8));
    } else {
      send(exchange, 200, respond(exchange, request, body));
    }
  }

  private byte[] respond(HttpExchange exchange, String request, byte[] body) {
    String group = "POST /api/annotations/121/mask-groups/10";
    String link = "{\"%s\":\"" + base() + "/objects/b/masks/m.png" + SIGNATURE + "\"%s}";
    String text =
        switch (request) {
          case "GET /health" ->
              "{\"status\":\"healthy\",\"capabilities\":[{\"name\":\"masks\",\"version\":\"1\"}]}";
          case "POST /api/auth/login/" -> "{\"token\":\"tok\",\"user_id\":4}";
          case "POST /viewer/api/upload/" -> upload(exchange, body);
          case "GET /viewer/api/studies/" ->
              "[{\"id\":1,\"modality\":\"MR\"},{\"id\":7,\"patient_name\":\"Phantom Trunk\","
                  + "\"modality\":\"CT\",\"study_instance_uid\":\"2.25.1\"}]";
          case "GET /viewer/api/studies/7/images/" -> imageUids;
          case "GET /viewer/api/images/91/data/" ->
              "{\"image_data\":\"data:image/png;base64,"
                  + Base64.getEncoder().encodeToString(PNG)
                  + "\"}";
          case "GET /viewer/api/images/91/pixels/" -> pixels(exchange);
          case "POST /api/annotations" -> "{\"id\":121}";
          case "POST /api/annotations/121/mask-groups" -> "{\"id\":10}";
          case "PUT /objects/b/masks/m.png" -> put(exchange, body);
          case "GET /objects/b/masks/m.png" -> null;
          case "GET /api/annotations/121/mask-groups/10/masks/stats" ->
              "{\"total_masks\":1,\"total_size\":9,\"labels\":{\"liver\":1,\"foreground\":1}}";
          default -> "";
        };
    if (request.equals(group + "/upload-url")) {
      text = link.formatted("upload_url", ",\"file_path\":\"masks/m.png\"");
    } else if (request.equals(group + "/complete-upload")) {
      text = "{\"processed_masks\":1}";
    } else if (request.equals(group + "/masks")) {
      maskRequest = new String(body, StandardCharsets.UTF_8);
      text = "{\"id\":4}";
    } else if (request.equals(group + "/masks/4/download-url")) {
      text = link.formatted("download_url", "");
    }
    return text == null ? download.apply(object) : text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String upload(HttpExchange exchange, byte[] body) {
    uploadBody = body;
    uploadType = exchange.getRequestHeaders().getFirst("Content-Type");
    return "{\"success\":true,\"study_id\":7,\"intake\":\""
        + intake
        + "\",\"uploaded_files\":[{\"image_id\":91}],"
        + "\"rejected_files\":[{\"filename\":\"notes.txt\",\"error\":\"This is no DICOM file\"}]}";
  }

  private String put(HttpExchange exchange, byte[] body) {
    object = body;
    exchange.getRequestHeaders().forEach((name, values) -> putHeaders.put(name, values.get(0)));
    return "";
  }

  /** Two by two pixels of 16 bit: three dark, one bright. */
  private static String pixels(HttpExchange exchange) {
    Map<String, String> headers =
        Map.of(
            "X-Rows", "2",
            "X-Columns", "2",
            "X-Samples-Per-Pixel", "1",
            "X-Bits-Allocated", "16",
            "X-Pixel-Representation", "1");
    headers.forEach(exchange.getResponseHeaders()::set);
    ByteArrayOutputStream samples = new ByteArrayOutputStream();
    samples.writeBytes(new byte[] {1, 0, (byte) 0xff, (byte) 0xff, 2, 0, 0, 4});
    return samples.toString(StandardCharsets.ISO_8859_1);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
