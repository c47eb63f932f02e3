package io.lamina.masks;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.HeaderTurns;
import io.lamina.dicom.config.DicomConfig;
import io.lamina.dicom.engine.DicomEngine;
import io.lamina.masks.domain.Access;
import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.AnnotationContent;
import io.lamina.masks.domain.AnnotationFilter;
import io.lamina.masks.domain.AnnotationHistoryService;
import io.lamina.masks.domain.AnnotationService;
import io.lamina.masks.domain.BatchService;
import io.lamina.masks.domain.Changes;
import io.lamina.masks.domain.Completion;
import io.lamina.masks.domain.ContentReader;
import io.lamina.masks.domain.Downloads;
import io.lamina.masks.domain.GeometryGuard;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.ImageReference;
import io.lamina.masks.domain.IssuedUploads;
import io.lamina.masks.domain.MaskContent;
import io.lamina.masks.domain.MaskGroupContent;
import io.lamina.masks.domain.MaskGroupService;
import io.lamina.masks.domain.MaskPolicy;
import io.lamina.masks.domain.MaskService;
import io.lamina.masks.domain.MaskType;
import io.lamina.masks.domain.MeasurementBacklog;
import io.lamina.masks.domain.MeasurementFilter;
import io.lamina.masks.domain.MeasurementReader;
import io.lamina.masks.domain.ObjectRemoval;
import io.lamina.masks.domain.Transactions;
import io.lamina.masks.domain.UploadLinks;
import io.lamina.masks.domain.UploadService;
import io.lamina.masks.domain.UploadWish;
import io.lamina.masks.domain.WaitingMasks;
import io.lamina.masks.rest.JsonMeasurements;
import io.lamina.masks.store.JpaAnnotationHistory;
import io.lamina.masks.store.JpaAnnotations;
import io.lamina.masks.store.JpaChanges;
import io.lamina.masks.store.JpaMaskGroups;
import io.lamina.masks.store.JpaMasks;
import io.lamina.masks.store.JpaStoredObjects;
import io.lamina.masks.store.JpaTransactions;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeBlobStore;
import io.lamina.testkit.FakePresigner;
import io.lamina.testkit.FakeProjectRights;
import io.lamina.testkit.Phantoms;
import io.lamina.testkit.TestDatabase;
import io.lamina.testkit.phantom.Organ;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The capability over a database of its own, with the platform faked around it. */
public final class MasksFixture {
  public static final URI BASE = URI.create("http://localhost:8080");
  public static final byte[] PNG = Phantoms.smallCt(8).mask(4, Organ.LIVER).png();
  public static final ImageReference IMAGE =
      new ImageReference("1.2.3.4.5.6.7.8.9.10", "1.2.3.4.5.6.7.8.9.11", "1.2.3.4.5.6.7.8.9.12");

  public static final Dicom DICOM =
      new DicomEngine(
          (DicomConfig)
              Proxy.newProxyInstance(
                  DicomConfig.class.getClassLoader(),
                  new Class<?>[] {DicomConfig.class},
                  (proxy, method, arguments) -> method.getDefaultValue()));

  private static final ContentReader CONTENT = new ContentReader(DICOM, new HeaderTurns());

  public static final AnnotationFilter ALL =
      new AnnotationFilter(null, null, null, null, null, null, null, MeasurementFilter.NONE);

  public final FakeBlobStore blobs = new FakeBlobStore();
  public final FakePresigner presigner = new FakePresigner();
  public final FakeProjectRights rights = FakeProjectRights.standard();
  public MaskPolicy policy =
      new MaskPolicy(
          1_000_000,
          Set.of(
              "image/png",
              "application/octet-stream",
              "application/x-nifti",
              "application/x-npy",
              "application/dicom"),
          false,
          Duration.ofHours(24));

  public final JpaAnnotations annotationStore;
  public final JpaAnnotationHistory historyStore;
  public final JpaMaskGroups groupStore;
  public final JpaMasks maskStore;
  public final JpaStoredObjects objectStore;
  public final Transactions transactions;
  public final MeasurementReader measurements = new JsonMeasurements();
  public final FakeAuditTrail audit = new FakeAuditTrail();
  public final IssuedUploads issued;
  public final ObjectRemoval removal;
  public final AnnotationService annotations;
  public final AnnotationHistoryService history;
  public final MaskGroupService groups;
  public final UploadService uploads;
  public final MaskService masks;
  public final Downloads downloads;
  public final BatchService batches;
  public final GeometryGuard guard;

  public MasksFixture(TestDatabase database) {
    this(database, transactions -> transactions, blobs -> blobs);
  }

  /**
   * @param around lets a test fail or watch transactions
   * @param behind lets a test watch the blob store
   */
  public MasksFixture(
      TestDatabase database, UnaryOperator<Transactions> around, UnaryOperator<BlobStore> behind) {
    BlobStore store = behind.apply(blobs);
    Schema schema = new Schema(database.migrations());
    annotationStore = new JpaAnnotations(database.jpa(), schema);
    historyStore = new JpaAnnotationHistory(database.jpa(), schema);
    groupStore = new JpaMaskGroups(database.jpa(), schema);
    maskStore = new JpaMasks(database.jpa(), schema);
    objectStore = new JpaStoredObjects(database.jpa(), schema);
    transactions = around.apply(new JpaTransactions(database.jpa()));
    Access access = new Access(rights, annotationStore, groupStore, historyStore);
    Changes changes = new JpaChanges(database.jpa(), transactions, audit);
    issued = new IssuedUploads(objectStore, transactions);
    removal = new ObjectRemoval(store, objectStore, transactions);
    guard = new GeometryGuard(store, CONTENT);
    Completion completion =
        new Completion(
            store, CONTENT, objectStore, new WaitingMasks(maskStore, guard, () -> policy));
    annotations =
        new AnnotationService(
            access,
            annotationStore,
            historyStore,
            measurements,
            groupStore,
            objectStore,
            removal,
            changes,
            audit);
    history = new AnnotationHistoryService(access, historyStore, audit);
    groups = new MaskGroupService(access, groupStore, objectStore, removal, changes, audit);
    uploads =
        new UploadService(
            access,
            () -> policy,
            store,
            presigner,
            objectStore,
            issued,
            completion,
            changes,
            audit);
    masks =
        new MaskService(
            access,
            () -> policy,
            maskStore,
            objectStore,
            issued,
            completion,
            guard,
            removal,
            transactions,
            changes,
            audit);
    downloads = new Downloads(masks, presigner);
    batches =
        new BatchService(access, () -> policy, maskStore, objectStore, completion, guard, changes);
  }

  /** As after an upgrade. */
  public int workOffMeasurements() {
    return new MeasurementBacklog(annotationStore, measurements, transactions).work();
  }

  public Annotation annotation(Caller owner, boolean shared) {
    return annotations.create(owner, 1, IMAGE, content(shared));
  }

  public static AnnotationContent content(boolean shared) {
    return new AnnotationContent(
        "{\"type\":\"point\"}", "[]", shared, "manual", null, "ohif", null);
  }

  /** A group below a new annotation of the caller. */
  public GroupPath group(Caller owner) {
    long annotation = annotation(owner, false).id();
    return new GroupPath(annotation, groups.create(owner, annotation, groupContent()).id());
  }

  public static MaskGroupContent groupContent() {
    return new MaskGroupContent(
        "Liver", "monai_unet", "2.1.0", "CT", 120, MaskType.SEGMENTATION, null);
  }

  public UploadLinks link(Caller caller, GroupPath path, String fileName) {
    return uploads.issue(caller, path, wish(fileName), BASE);
  }

  public static UploadWish wish(String fileName) {
    return new UploadWish(fileName, "image/png", null, null, Duration.ofMinutes(10));
  }

  /** Asks for a link and PUTs the phantom's mask there. */
  public String upload(Caller caller, GroupPath path, String fileName) {
    String key = link(caller, path, fileName).key();
    blobs.put(new BlobKey(key), "image/png", PNG);
    return key;
  }

  public static MaskContent mask(String filePath) {
    return mask(filePath, 1, "liver");
  }

  public static MaskContent mask(String filePath, Integer slice, String label) {
    return new MaskContent(
        slice, "1.2.3.4.5.6.7.8.9.13", label, filePath, "image/png", null, null, 512, 512);
  }
}
