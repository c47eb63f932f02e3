package io.lamina.studies.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.config.DicomConfig;
import io.lamina.dicom.engine.DicomEngine;
import io.lamina.testkit.Callers;
import io.lamina.testkit.Phantoms;
import io.lamina.testkit.SharedData;
import io.lamina.testkit.TestDatabase;
import io.lamina.testkit.phantom.PhantomInstance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job with the real toolkit: phantoms, and the third-party files beside the checkout. */
class RealObjectsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final IngestLimits LIMITS = new IngestLimits(1L << 30, 1000, true, 10, 1 << 20);

  private static final Dicom DICOM =
      new DicomEngine(
          (DicomConfig)
              Proxy.newProxyInstance(
                  DicomConfig.class.getClassLoader(),
                  new Class<?>[] {DicomConfig.class},
                  (proxy, method, arguments) -> method.getDefaultValue()));

  private TestDatabase database;
  private Platform platform;

  @BeforeEach
  void open() {
    database = TestDatabase.h2(IngestService.class, "studies");
    platform = new Platform(database, DICOM, LIMITS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsAPhantomStudyAndShowsIt() throws IOException {
    List<PhantomInstance> slices = Phantoms.smallCt(5).instances().toList();
    UploadResult result =
        platform.upload(
            Callers.EDITOR, Optional.empty(), slices.stream().map(PhantomInstance::file).toList());
    assertEquals(List.of(), result.rejected());
    StudySummary study = platform.studies.study(Callers.READER, result.studies().get(0).id());
    assertEquals(5, study.totalImages());
    assertEquals("CT", study.modality());
    List<ImageSummary> images = new ArrayList<>();
    platform.studies.eachImage(study, images::add);
    for (int i = 0; i < 5; i++) {
      ImageSummary one = images.get(i);
      assertEquals(i + 1, one.instanceNumber());
      ImageDetail image =
          platform.images.image(Callers.READER, one.id(), ImagesService.View.METADATA);
      assertTrue(image.image().rowSpacing() > 0);
      byte[] png = platform.images.render(Callers.READER, image, RenderOptions.of(1)).frame().png();
      assertEquals((byte) 0x89, png[0]);
      assertEquals(
          image.image().rows() * image.image().columns() * 2,
          platform.images.pixels(Callers.READER, image, 1).samples().bytes().length);
    }
    assertEquals(0, platform.blobs.sourcesOpen());
  }

  @Test
  void keepsTheThirdPartyFilesAndNamesTheDamagedOnes() throws Exception {
    Map<String, JsonNode> expected =
        StreamSupport.stream(
                JSON.readTree(SharedData.require("manifest-dicom.json").toFile()).spliterator(),
                false)
            .collect(
                Collectors.toMap(
                    entry -> Path.of(entry.get("file").asText()).getFileName().toString(),
                    Function.identity()));
    UploadResult result = upload(expected);
    assertEquals(expected.size(), result.stored().size() + result.rejected().size());
    for (UploadResult.Stored stored : result.stored()) {
      check(stored, expected.get(stored.fileName()));
    }
    Map<String, String> refused =
        result.rejected().stream()
            .collect(
                Collectors.toMap(UploadResult.Rejected::fileName, UploadResult.Rejected::reason));
    for (String damaged :
        List.of(
            "no_meta.dcm",
            "rtplan_truncated.dcm",
            "MR_truncated.dcm",
            // no objects to store: a directory, and data sets without a SOP class
            "DICOMDIR",
            "chrSQEncoding.dcm",
            "nested_priv_SQ.dcm",
            "no_preamble_dicm_in_data.dcm")) {
      assertFalse(refused.remove(damaged).isBlank());
    }
    // the same object in another transfer syntax, or with another character set
    refused.values().removeIf(Admission.OTHER_CONTENT::equals);
    assertEquals(Map.of(), refused);
    assertEquals(0, platform.blobs.sourcesOpen());
    assertEquals(0, platform.blobs.stagedOpen());
  }

  private UploadResult upload(Map<String, JsonNode> files) throws IOException {
    try (Upload upload = platform.ingest.start(Callers.EDITOR)) {
      for (JsonNode entry : files.values()) {
        Path file = SharedData.require(entry.get("file").asText());
        upload.file(
            Optional.of(file.getFileName().toString()),
            new ByteArrayInputStream(Files.readAllBytes(file)));
      }
      return upload.finish();
    }
  }

  private byte[] json(ImageDetail image) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (HeaderJson header = platform.images.json(image)) {
      header.writeTo(json);
    }
    return json.toByteArray();
  }

  private void check(UploadResult.Stored stored, JsonNode entry) throws Exception {
    String name = stored.fileName();
    ImageDetail image =
        platform.images.image(Callers.READER, stored.imageId(), ImagesService.View.METADATA);
    JsonNode header = JSON.readTree(json(image));
    JsonNode uid = header.path("00080018").path("Value").path(0);
    assertTrue(uid.isMissingNode() || uid.asText().equals(image.sopInstanceUid()), name);
    assertTrue(platform.queries.json(image.id()).isPresent(), name);
    JsonNode pixels = entry.get("expected");
    if (image.image() == null || pixels == null || pixels.get("rows") == null) {
      return;
    }
    assertEquals(pixels.get("rows").asInt(), image.image().rows(), name);
    assertEquals(pixels.get("cols").asInt(), image.image().columns(), name);
    byte[] samples = platform.images.pixels(Callers.READER, image, 1).samples().bytes();
    if (pixels.get("decoder").asText().endsWith("native")) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(samples);
      assertEquals(pixels.get("sha256_frame0").asText(), HexFormat.of().formatHex(hash), name);
    }
    assertTrue(
        platform.images.render(Callers.READER, image, RenderOptions.of(1)).frame().png().length > 0,
        name);
  }

  @Test
  void keepsWhereFramesLie() throws IOException {
    byte[] file = Phantoms.us(4).instance(0).file();
    UploadResult result =
        platform.upload(Callers.EDITOR, Optional.empty(), Arrays.asList(new byte[][] {file}));
    long id = result.stored().get(0).imageId();
    byte[] kept =
        database
            .jpa()
            .txExpr(
                em ->
                    (byte[])
                        em.createNativeQuery(
                                "select frame_index from studies_header where instance_id = " + id)
                            .getSingleResult());
    assertEquals(4, FrameIndex.of(kept).frames());
    assertEquals(
        4, platform.images.image(Callers.READER, id, ImagesService.View.METADATA).image().frames());
  }
}
