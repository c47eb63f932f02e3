package io.lamina.studies.domain;

import io.lamina.api.identity.Caller;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.FrameMemory;
import io.lamina.dicom.RenderedFrame;
import io.lamina.studies.store.JdbcCatalog;
import io.lamina.studies.store.JdbcStudyQueries;
import io.lamina.studies.store.JdbcSweepRecords;
import io.lamina.studies.store.Schema;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeBlobStore;
import io.lamina.testkit.FakeProjectRights;
import io.lamina.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The capability over a real database, with fakes of its neighbours. */
public final class Platform {
  public static final IngestLimits LIMITS = new IngestLimits(1 << 20, 1000, true, 1000, 1 << 20);

  public final FakeBlobStore blobs = new FakeBlobStore();
  public final FakeProjectRights rights = FakeProjectRights.standard();
  public final FrameMemory memory = new FrameMemory(1L << 30, Duration.ZERO);
  public final FakeAuditTrail audit = new FakeAuditTrail();
  public final Catalog catalog;
  public final StudyQueries queries;
  public final SweepRecords sweepRecords;
  public final IngestService ingest;
  public final StudiesService studies;
  public final ImagesService images;
  public final IntakeService intake;

  public Platform(TestDatabase database) {
    this(database, new TextDicom(), LIMITS);
  }

  public Platform(TestDatabase database, Dicom dicom, IngestLimits limits) {
    Schema schema = new Schema(database.migrations());
    catalog = new JdbcCatalog(database.jpa(), schema, audit);
    queries = new JdbcStudyQueries(database.jpa(), schema);
    sweepRecords = new JdbcSweepRecords(database.jpa(), schema);
    ingest = new IngestService(blobs, catalog, dicom, rights, limits);
    studies = new StudiesService(queries, rights, audit);
    images = new ImagesService(queries, rights, blobs, dicom, new NoRenderings(), memory, audit);
    intake = new IntakeService(catalog, queries, rights, blobs, audit);
  }

  public UploadResult upload(Caller caller, TextDicom.Text... objects) {
    List<byte[]> files = new ArrayList<>();
    for (TextDicom.Text object : objects) {
      files.add(object.bytes());
    }
    return upload(caller, Optional.empty(), files);
  }

  public UploadResult upload(Caller caller, Optional<Long> project, List<byte[]> files) {
    try (Upload upload = ingest.start(caller)) {
      project.ifPresent(upload::toProject);
      int number = 0;
      for (byte[] file : files) {
        upload.file(Optional.of("f" + ++number + ".dcm"), new ByteArrayInputStream(file));
      }
      return upload.finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Study Instance UIDs the caller sees. */
  public List<String> seen(Caller caller) {
    List<String> uids = new ArrayList<>();
    studies.each(caller, StudyFilter.NONE, study -> uids.add(study.ref().uid()));
    return uids;
  }

  private static final class NoRenderings implements Renderings {
    @Override
    public Optional<RenderedFrame> find(Key key) {
      return Optional.empty();
    }

    @Override
    public RenderedFrame get(Key key, Source source) throws IOException {
      return source.render();
    }
  }
}
