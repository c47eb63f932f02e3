package io.lamina.storage.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.blob.PresignedForm;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that no later call acknowledges: C-023, C-026, H-07, H-12. */
class RuledObjectsTest {
  private static final BlobKey KEY = new BlobKey("patient_images/scenario_1/a.png");
  private static final byte[] GOOD = "good".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BAD = "bad!".getBytes(StandardCharsets.UTF_8);

  @TempDir Path root;
  private Gateway gateway;

  /** Takes what starts with "good", and lets nobody read but who is named. */
  private static final class Rules implements ObjectRules {
    private boolean open = true;
    private int reads;
    private final Set<BlobKey> deleted = new HashSet<>();

    @Override
    public Set<String> prefixes() {
      return Set.of("patient_images/", "scenario_");
    }

    @Override
    public void stored(Caller sender, BlobKey key) {
      if (deleted.contains(key)) {
        throw LaminaException.conflict("It was deleted");
      }
    }

    @Override
    public void admit(Caller sender, BlobKey key, String contentType, ByteSource content)
        throws java.io.IOException {
      byte[] start = new byte[4];
      content.readFully(start, 0);
      if (!new String(start, StandardCharsets.UTF_8).equals("good")) {
        throw LaminaException.badRequest("This is no good " + contentType);
      }
    }

    @Override
    public void read(Caller caller, BlobKey key) {
      reads++;
    }

    @Override
    public void requireReadable(Caller caller, BlobKey key) {
      if (!open) {
        caller.requireSignedIn();
      }
    }
  }

  private final Rules rules = new Rules();

  @BeforeEach
  void start() throws Exception {
    gateway = new Gateway(root);
    gateway.rulebook.add(rules);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void whatItsRulesTakeIsDurableAndListed() throws Exception {
    HttpResponse<byte[]> answer = gateway.put(link(), GOOD, "Content-Type", "image/png");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.headers().firstValue("ETag").orElseThrow().matches("\"[0-9a-f]{32}\""));
    assertTrue(gateway.store.findDurable(KEY).isPresent());
    assertEquals(
        List.of(KEY),
        gateway.store.list("patient_images/scenario_1/", 10).stream().map(i -> i.key()).toList());
    assertEquals(List.of(), gateway.store.list("patient_images/", 10));
    assertEquals(List.of(), gateway.store.list("patient_images/scenario_11/", 10));
    assertEquals(409, gateway.put(link(), GOOD, "Content-Type", "image/png").statusCode());
  }

  @Test
  void whatItsRulesRefuseIsNowhere() throws Exception {
    URI link = link();
    HttpResponse<byte[]> answer = gateway.put(link, BAD, "Content-Type", "image/png");
    assertEquals(400, answer.statusCode());
    assertEquals("This is no good image/png", text(answer));
    assertTrue(gateway.store.find(KEY).isEmpty());
    // the link is still good for the right file
    assertEquals(200, gateway.put(link, GOOD, "Content-Type", "image/png").statusCode());
  }

  @Test
  void whatItsRulesRefuseOnceItIsInItsPlaceIsRemoved() throws Exception {
    rules.deleted.add(KEY);
    assertEquals(409, gateway.put(link(), GOOD, "Content-Type", "image/png").statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
    PresignedForm form = form();
    assertEquals(409, post(form, form.fields(), GOOD).statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
  }

  @Test
  void aPutThatACrashCutBetweenItsPlaceAndItsMarkIsFinishedByTheNext() throws Exception {
    try (StagedBlob blob = gateway.store.stage("image/png")) {
      try (OutputStream sink = blob.sink()) {
        sink.write(GOOD);
      }
      gateway.store.reveal(KEY, blob);
    }
    gateway.close();
    gateway = new Gateway(root);
    gateway.rulebook.add(rules);
    byte[] other = "good, and another".getBytes(StandardCharsets.UTF_8);
    assertEquals(409, gateway.put(link(), other, "Content-Type", "image/png").statusCode());
    assertEquals(200, gateway.put(link(), GOOD, "Content-Type", "image/png").statusCode());
    URI address = gateway.links.address(KEY, gateway.base());
    assertArrayEquals(GOOD, gateway.get(address).body());
    assertEquals(409, gateway.put(link(), GOOD, "Content-Type", "image/png").statusCode());
  }

  @Test
  void rulesHoldForEachBeginningThatTheyName() throws Exception {
    BlobKey legacy = new BlobKey("scenario_1.jpg");
    assertEquals(404, gateway.get(gateway.links.address(legacy, gateway.base())).statusCode());
    rules.open = false;
    assertEquals(401, gateway.get(gateway.links.address(legacy, gateway.base())).statusCode());
  }

  @Test
  void nothingIsTakenWhileNobodyJudges() throws Exception {
    URI link = link();
    gateway.rulebook.remove(rules);
    assertEquals(503, gateway.put(link, GOOD, "Content-Type", "image/png").statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
  }

  @Test
  void anAddressAnswersWhomItsRulesLetRead() throws Exception {
    gateway.put(link(), GOOD, "Content-Type", "image/png");
    URI address = gateway.links.address(KEY, gateway.base());
    HttpResponse<byte[]> answer = gateway.get(address);
    assertEquals(200, answer.statusCode());
    assertArrayEquals(GOOD, answer.body());
    assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
    assertEquals(
        "same-site", answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse(""));
    assertEquals(1, rules.reads);
    BlobKey other = new BlobKey("patient_images/scenario_1/other.png");
    assertEquals(404, gateway.get(gateway.links.address(other, gateway.base())).statusCode());
    assertEquals(1, rules.reads, "what is not there is not read");
    rules.open = false;
    assertEquals(401, gateway.get(address).statusCode());
    gateway.rulebook.remove(rules);
    assertEquals(503, gateway.get(address).statusCode());
    BlobKey mask = new BlobKey("masks/annotation_1/group_1/a.png");
    assertEquals(403, gateway.get(gateway.links.address(mask, gateway.base())).statusCode());
  }

  @Test
  void aFormStoresItsFile() throws Exception {
    PresignedForm form = form();
    HttpResponse<byte[]> answer = post(form, form.fields(), GOOD);
    assertEquals(204, answer.statusCode(), text(answer));
    assertTrue(answer.headers().firstValue("Location").orElse("").endsWith(KEY.value()));
    assertTrue(gateway.store.findDurable(KEY).isPresent());
    assertEquals("image/png", gateway.store.findDurable(KEY).get().contentType());
    assertEquals(409, post(form, form.fields(), GOOD).statusCode());
  }

  @Test
  void aFormIsJudgedByTheRulesToo() throws Exception {
    PresignedForm form = form();
    assertEquals(400, post(form, form.fields(), BAD).statusCode());
    assertEquals(413, post(form, form.fields(), new byte[101]).statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key=patient_images/scenario_2/a.png",
        "key=",
        "Content-Type=text/html",
        "x-lamina-max-bytes=1000000",
        "x-lamina-expires=2099-01-01T00:00:00Z",
        "x-lamina-ruled=false",
        "policy=e30=",
        "x-amz-date=20990101T000000Z",
        "x-amz-signature=" + "0000000000000000000000000000000000000000000000000000000000000000",
      })
  void aFormThatWasChangedIsRefused(String change) throws Exception {
    PresignedForm form = form();
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    fields.put(change.split("=", 2)[0], change.split("=", 2)[1]);
    assertEquals(403, post(form, fields, GOOD).statusCode());
    for (String name : form.fields().keySet()) {
      Map<String, String> without = new LinkedHashMap<>(form.fields());
      without.remove(name);
      assertEquals(403, post(form, without, GOOD).statusCode(), name);
    }
    assertTrue(gateway.store.find(KEY).isEmpty());
  }

  @Test
  void aFormExpires() throws Exception {
    PresignedForm form = form();
    gateway.clock.move(Duration.ofMinutes(11));
    assertEquals(403, post(form, form.fields(), GOOD).statusCode());
  }

  @Test
  void aFormThatWasCutStoresNothing() throws Exception {
    PresignedForm form = form();
    assertEquals(400, post(form, form.fields(), GOOD, "").statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
    assertEquals(204, post(form, form.fields(), GOOD).statusCode());
  }

  @Test
  void aFormWithoutAFileIsRefused() throws Exception {
    PresignedForm form = form();
    assertEquals(400, post(form, form.fields(), null).statusCode());
  }

  private PutTicket ticket() {
    return new PutTicket(KEY, "image/png", 100, Duration.ofMinutes(10), Map.of()).underRules();
  }

  private URI link() {
    return gateway.putLink(ticket());
  }

  private PresignedForm form() {
    return gateway.links.post(ticket(), gateway.base());
  }

  private HttpResponse<byte[]> post(PresignedForm form, Map<String, String> fields, byte[] file)
      throws Exception {
    return post(form, fields, file, "--b--\r\n");
  }

  private HttpResponse<byte[]> post(
      PresignedForm form, Map<String, String> fields, byte[] file, String end) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      body.writeBytes(
          ("--b\r\nContent-Disposition: form-data; name=\""
                  + field.getKey()
                  + "\"\r\n\r\n"
                  + field.getValue()
                  + "\r\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    if (file != null) {
      body.writeBytes(
          "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(file);
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    return gateway.send(
        "POST",
        form.url(),
        HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()),
        "Content-Type",
        "multipart/form-data; boundary=b");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
