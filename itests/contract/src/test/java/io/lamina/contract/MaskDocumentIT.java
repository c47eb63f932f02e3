package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Documents;
import io.lamina.contract.harness.Documents.HttpBlock;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** S1's and S2's own clients, unchanged: curl, node, Python. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskDocumentIT {
  private Server server;
  private People.Person user;

  @BeforeAll
  void documentedUser(Server server) {
    this.server = server;
    final People people = new People(server);
    user =
        people.person(
            "TestUser2", "user2@example.com", "550e8400-e29b-41d4-a716-446655440000", "annotator");
    people.join(1, user, "editor");
  }

  /** C-001 to C-003, C-008 to C-017 with the documents' bodies; only ids are put in. */
  @Test
  void sixStepsByCurl(@TempDir Path folder) throws IOException {
    final Curl curl = new Curl(Tool.curl(), folder);
    final Map<String, String> ids = new HashMap<>();
    ids.put("{token}", token(curl));

    final JsonNode annotation = curl.send("S1/annotation.http", ids, 201);
    assertEquals("manual", annotation.get("tool_name").asText());
    assertEquals(user.id(), annotation.get("user_id").asLong());
    assertTrue(annotation.get("tool_version").isNull());
    ids.put("{annotation_id}", annotation.get("id").asText());
    ids.put("annotation_id: 121", "annotation_id: " + annotation.get("id"));
    ids.put("user_id: 1", "user_id: " + user.id());

    final JsonNode group = curl.send("S1/mask-group.http", ids, 201);
    assertEquals(120, group.get("slice_count").asInt());
    final String groupId = group.get("id").asText();
    ids.put("{group_id}", groupId);
    ids.put("mask_group_id\": 10", "mask_group_id\": " + groupId);
    ids.put("mask_group_id: 10", "mask_group_id: " + groupId);
    ids.put("group_10/", "group_" + groupId + "/");

    final JsonNode link = curl.send("S1/upload-url.http", ids, 200);
    assertEquals(600, link.get("expires_in").asInt(), "X-03");
    ids.put("{upload_url}", link.get("upload_url").asText());
    final byte[] png = MaskFlow.png(1);
    Files.write(folder.resolve("mask.png"), png);
    curl.put("S1/put-object.http", ids, folder.resolve("mask.png"));

    final JsonNode completed = curl.send("S1/complete-upload.http", ids, 200);
    assertEquals(1, completed.get("processed_masks").asInt());
    assertTrue(completed.get("success").asBoolean());
    assertEquals("success", completed.get("status").asText());
    assertEquals("Upload completed successfully", completed.get("message").asText());

    final JsonNode mask = curl.send("S1/create-mask.http", ids, 201);
    assertEquals("sha256:abc123def456", mask.get("checksum").asText(), "X-15 echoes");
    ids.put("{mask_id}", mask.get("id").asText());
    ids.put("mask_id\": 4", "mask_id\": " + mask.get("id"));

    final JsonNode download = curl.send("S1/download-url.http", ids, 200);
    assertEquals(3600, download.get("expires_in").asInt());
    final Client anonymous = new Client(server);
    assertArrayEquals(png, anonymous.get(download.get("download_url").asText()).expect(200).body());
    assertArrayEquals(
        png,
        anonymous.get(link.get("download_url").asText()).expect(200).body(),
        "X-10: the link that came with the upload link reads");

    assertEquals(1, curl.send("S1/list-groups.http", ids, 200).get("total_count").asInt());
    assertEquals(
        1, curl.send("S1/get-group.http", ids, 200).at("/stats/modality_counts/CT").asInt());
    assertEquals(1, curl.send("S1/list-masks.http", ids, 200).get("total_count").asInt());
    assertEquals("liver", curl.send("S1/get-mask.http", ids, 200).get("label_name").asText());
    assertEquals(
        "liver_updated", curl.send("S1/update-mask.http", ids, 200).get("label_name").asText());
    final JsonNode stats = curl.send("S1/stats.http", ids, 200);
    assertEquals(1, stats.get("total_masks").asInt());
    assertEquals(1, stats.at("/labels/liver_updated").asInt());
    assertEquals(1, stats.at("/file_types/image~1png").asInt());
    curl.send("S1/delete-mask.http", ids, 204);
  }

  /** C-008 to C-010, the batch flow: the three JavaScript blocks run as they are printed. */
  @Test
  void batchByNode(@TempDir Path folder) throws IOException {
    final MaskFlow flow = new MaskFlow(user, 1);
    final long annotation = flow.annotation();
    final long group = flow.group(annotation);
    for (int i = 1; i <= 3; i++) {
      Files.write(folder.resolve("slice_00" + i + "_liver.png"), MaskFlow.png(i));
    }
    // The page that runs the code in a browser: its address, its variables, its readFile.
    final String page =
        """
        import { readFile } from 'node:fs/promises';
        const fetch = (url, options) => globalThis.fetch(new URL(url, '%s'), options);
        const annotationId = %d, groupId = %d, userId = %d, token = '%s';
        """
            .formatted(
                server.base(), annotation, group, user.id(), token(new Curl(Tool.curl(), folder)));
    final String report =
        """
        console.log(JSON.stringify({ status: response.status, body: await response.json(),
          puts: (await Promise.all(uploadPromises)).map(put => put.status) }));
        """;
    Files.writeString(
        folder.resolve("page.mjs"),
        page
            + Documents.block("S1/batch-urls.js")
            + Documents.block("S1/batch-uploads.js")
            + Documents.block("S1/batch-complete.js")
            + report);
    final Tool.Run run = Tool.node().run(folder, Map.of(), "page.mjs");
    assertEquals(0, run.exit(), run::output);
    final JsonNode result = new ObjectMapper().readTree(run.output());
    assertEquals("[200,200,200]", result.get("puts").toString());
    assertEquals(200, result.get("status").asInt());
    assertEquals(3, result.at("/body/processed_masks").asInt());
    assertEquals(3, result.at("/body/uploaded_files").size());
  }

  /** C-003, C-004: S2's two Python functions. */
  @Test
  void createAndListByPython(@TempDir Path folder) throws IOException {
    final long annotation = new MaskFlow(user, 1).annotation();
    final String script =
        Documents.block("S2/client.py").replace("localhost:8080", "localhost:" + server.port())
            + """

import json, sys
created = create_mask_group(%1$d, "%2$s")
print(json.dumps({"created": created, "listed": list_mask_groups(%1$d, "%2$s")}))
"""
                .formatted(annotation, token(new Curl(Tool.curl(), folder)));
    Files.writeString(folder.resolve("client.py"), script);
    final Tool.Run run =
        Tool.python().run(folder, Map.of("PYTHONIOENCODING", "utf-8"), "client.py");
    assertEquals(0, run.exit(), run::output);
    final JsonNode result = new ObjectMapper().readTree(run.output());
    assertEquals("간 세그멘테이션 결과", result.at("/created/description").asText());
    assertEquals(1, result.at("/listed/total_count").asInt());
    assertEquals(50, result.at("/listed/limit").asInt(), "X-01: S2's default");
    assertEquals(result.at("/created/id"), result.at("/listed/mask_groups/0/id"));
  }

  /** H-01: the document's log-in, with proof by netrc as curl sends it. */
  private String token(Curl curl) throws IOException {
    final JsonNode login =
        curl.send(
            "S1/login.http", Map.of(), 200, "--user", user.username() + ":" + People.PASSWORD);
    assertEquals("Bearer", login.get("token_type").asText());
    assertEquals(86400, login.get("expires_in").asInt());
    assertEquals(user.id(), login.get("user_id").asLong());
    return login.get("token").asText();
  }

  /** Sends a document's request by curl. */
  private final class Curl {
    private final Tool curl;
    private final Path folder;

    Curl(Tool curl, Path folder) {
      this.curl = curl;
      this.folder = folder;
    }

    JsonNode send(String block, Map<String, String> ids, int status, String... options)
        throws IOException {
      final HttpBlock request = HttpBlock.of(block, ids);
      final Path body = folder.resolve("body.json");
      Files.writeString(body, request.body());
      final List<String> arguments = arguments(request);
      arguments.addAll(List.of(options));
      if (!request.body().isEmpty()) {
        arguments.addAll(List.of("--data-binary", "@" + body));
      }
      return answer(block, arguments, status);
    }

    void put(String block, Map<String, String> ids, Path content) throws IOException {
      final List<String> arguments = arguments(HttpBlock.of(block, ids));
      arguments.addAll(List.of("--data-binary", "@" + content));
      answer(block, arguments, 200);
    }

    private JsonNode answer(String block, List<String> arguments, int status) throws IOException {
      arguments.addAll(List.of("-w", "\n%{http_code}"));
      final Tool.Run run = curl.run(folder, Map.of(), arguments.toArray(String[]::new));
      final int end = run.output().lastIndexOf('\n');
      assertEquals(
          Integer.toString(status), run.output().substring(end + 1), () -> block + ": " + run);
      return new ObjectMapper().readTree(run.output().substring(0, end));
    }

    private List<String> arguments(HttpBlock request) {
      final List<String> arguments = new ArrayList<>(List.of("-sS", "-X", request.method()));
      request
          .headers()
          .forEach((name, value) -> arguments.addAll(List.of("-H", name + ": " + value)));
      arguments.add(server.base().resolve(request.target()).toString());
      return arguments;
    }
  }
}
