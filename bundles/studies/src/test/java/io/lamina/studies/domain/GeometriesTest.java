package io.lamina.studies.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.HeaderTurns;
import io.lamina.dicom.config.DicomConfig;
import io.lamina.dicom.engine.DicomEngine;
import io.lamina.studies.store.JdbcGeometryQueries;
import io.lamina.studies.store.Schema;
import io.lamina.testkit.Callers;
import io.lamina.testkit.Phantoms;
import io.lamina.testkit.TestDatabase;
import io.lamina.testkit.phantom.CtPhantom;
import io.lamina.testkit.phantom.PhantomInstance;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other capabilities are told of stored images, and who is told. */
class GeometriesTest {
  private static final DicomEngine DICOM =
      new DicomEngine(
          (DicomConfig)
              Proxy.newProxyInstance(
                  DicomConfig.class.getClassLoader(),
                  new Class<?>[] {DicomConfig.class},
                  (proxy, method, arguments) -> method.getDefaultValue()));

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(IngestService.class, "studies");
  }

  private static CatalogGeometries over(TestDatabase database, Platform platform) {
    return new CatalogGeometries(
        new JdbcGeometryQueries(database.jpa(), new Schema(database.migrations())),
        platform.rights,
        platform.blobs,
        DICOM,
        new HeaderTurns());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void sizesAndPlacesAreThoseOfTheFiles(TestDatabase database) {
    Platform platform =
        new Platform(database, DICOM, new IngestLimits(1L << 30, 1000, true, 10, 1 << 20));
    CtPhantom ct = Phantoms.smallCt(5);
    upload(platform, Callers.EDITOR, ct);
    CatalogGeometries geometries = over(database, platform);

    Map<String, ImageGeometry> two =
        geometries.images(
            Callers.READER,
            ct.studyInstanceUid(),
            Set.of(ct.sopInstanceUid(1), ct.sopInstanceUid(3), "1.2.3"));
    assertEquals(Set.of(ct.sopInstanceUid(1), ct.sopInstanceUid(3)), two.keySet());
    assertEquals(
        new ImageGeometry(ct.seriesInstanceUid(), ct.sopInstanceUid(3), 64, 64, 1, 5, null),
        two.get(ct.sopInstanceUid(3)));

    List<ImageGeometry> series =
        geometries.series(Callers.READER, ct.studyInstanceUid(), ct.seriesInstanceUid());
    assertEquals(5, series.size());
    double step = series.get(1).plane().position().get(2) - series.get(0).plane().position().get(2);
    for (int i = 0; i < 5; i++) {
      ImageGeometry image = series.get(i);
      assertEquals(ct.sopInstanceUid(i), image.sopInstanceUid());
      assertEquals(List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0), image.plane().orientation());
      assertEquals(
          series.get(0).plane().position().get(2) + i * step,
          image.plane().position().get(2),
          1e-3);
    }
    assertEquals(List.of(), geometries.series(Callers.READER, ct.studyInstanceUid(), "1.2.3"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nobodyIsToldOfWhatHeMayNotRead(TestDatabase database) {
    Platform platform =
        new Platform(database, DICOM, new IngestLimits(1L << 30, 1000, true, 10, 1 << 20));
    CtPhantom ct = Phantoms.smallCt(2);
    upload(platform, Callers.EDITOR, ct);
    CtPhantom quarantined = Phantoms.smallCt(2).seed(9);
    upload(platform, Callers.ANONYMOUS, quarantined);
    CatalogGeometries geometries = over(database, platform);
    for (Caller caller : List.of(Callers.FOREIGN, Callers.STRANGER, Callers.ANONYMOUS)) {
      assertEquals(
          Map.of(), geometries.images(caller, ct.studyInstanceUid(), Set.of(ct.sopInstanceUid(0))));
      assertEquals(
          List.of(), geometries.series(caller, ct.studyInstanceUid(), ct.seriesInstanceUid()));
    }
    assertEquals(
        Map.of(),
        geometries.images(
            Callers.ADMIN, quarantined.studyInstanceUid(), Set.of(quarantined.sopInstanceUid(0))));
    assertEquals(
        1,
        geometries
            .images(Callers.ADMIN, ct.studyInstanceUid(), Set.of(ct.sopInstanceUid(0)))
            .size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aFileThatIsGoneHasNoPlace(TestDatabase database) throws Exception {
    Platform platform =
        new Platform(database, DICOM, new IngestLimits(1L << 30, 1000, true, 10, 1 << 20));
    CtPhantom ct = Phantoms.smallCt(1);
    UploadResult result = upload(platform, Callers.EDITOR, ct);
    platform.blobs.delete(Blobs.key(result.stored().get(0).imageId()));
    assertNull(
        over(database, platform)
            .series(Callers.READER, ct.studyInstanceUid(), ct.seriesInstanceUid())
            .get(0)
            .plane());
  }

  private static UploadResult upload(Platform platform, Caller caller, CtPhantom ct) {
    return platform.upload(
        caller, Optional.empty(), ct.instances().map(PhantomInstance::file).toList());
  }
}
