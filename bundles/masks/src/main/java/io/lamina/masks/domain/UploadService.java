package io.lamina.masks.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedUrl;
import io.lamina.api.blob.Presigner;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Links for uploads, and their completion (C-008 to C-010). */
@Component(service = UploadService.class)
public final class UploadService {
  private static final int COUNTED_SUFFIXES = 20;

  private final Access access;
  private final Policies policies;
  private final BlobStore blobs;
  private final Presigner presigner;
  private final StoredObjects objects;
  private final IssuedUploads issued;
  private final Completion completion;
  private final Changes changes;
  private final AuditTrail audit;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  @Activate
  public UploadService(
      @Reference Access access,
      @Reference Policies policies,
      @Reference BlobStore blobs,
      @Reference Presigner presigner,
      @Reference StoredObjects objects,
      @Reference IssuedUploads issued,
      @Reference Completion completion,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.access = access;
    this.policies = policies;
    this.blobs = blobs;
    this.presigner = presigner;
    this.objects = objects;
    this.issued = issued;
    this.completion = completion;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Links for one file, under a key of its own.
   *
   * @param publicBase by which the client reaches the platform
   */
  public UploadLinks issue(Caller caller, GroupPath path, UploadWish wish, URI publicBase) {
    OwnedGroup owned = access.writableGroup(caller, path);
    MaskPolicy policy = policies.current();
    String mediaType = policy.accepted(wish.mediaType());
    if (wish.size() != null && wish.size() > policy.maxBytes()) {
      throw LaminaException.tooLarge("A mask may have at most " + policy.maxBytes() + " bytes");
    }
    FileName name = FileName.of(wish.fileName());
    // counted like reads: a series of slices asks for hundreds of links in a minute
    audit.read(
        caller, Told.of(AuditAction.CREATE, "upload-link", path.groupId(), owned.ownership()));
    BlobKey key = reserve(path, name);
    Duration validFor = shorter(wish.validFor(), wish.longest());
    PresignedUrl upload =
        presigner.put(
            new PutTicket(
                key,
                mediaType,
                wish.size() == null ? policy.maxBytes() : wish.size(),
                validFor,
                amzHeaders(caller, path)),
            publicBase);
    PresignedUrl download =
        presigner.get(new GetTicket(key, validFor, name.original()), publicBase);
    return new UploadLinks(key.value(), upload, download, validFor);
  }

  /**
   * Acknowledges uploads (S1's way): all of them, or none.
   *
   * @param filePaths issued keys or their aliases
   * @return each object once, in the order asked for
   */
  public List<StoredObject> complete(Caller caller, GroupPath path, List<String> filePaths) {
    OwnedGroup owned = access.writableGroup(caller, path);
    return List.copyOf(record(caller, path, owned, prepare(path, filePaths)).values());
  }

  /**
   * Acknowledges one upload (S2's way).
   *
   * @param declaredSize bytes, or null
   * @param declaredChecksum or null
   */
  public StoredObject completeOne(
      Caller caller, GroupPath path, String fileKey, Long declaredSize, String declaredChecksum) {
    OwnedGroup owned = access.writableGroup(caller, path);
    Completion.Prepared prepared = prepare(path, List.of(fileKey));
    String key = new ObjectKeys(path).resolve(fileKey).value();
    Verified verified = prepared.get(key).orElseThrow().verified();
    policies.current().requireIntegrity(Integrity.of(declaredSize, declaredChecksum, verified));
    return record(caller, path, owned, prepared).get(key);
  }

  static Duration shorter(Duration asked, Duration longest) {
    return asked == null || asked.compareTo(longest) > 0 ? longest : asked;
  }

  private Completion.Prepared prepare(GroupPath path, List<String> filePaths) {
    ObjectKeys keys = new ObjectKeys(path);
    Set<BlobKey> wanted = new LinkedHashSet<>();
    filePaths.forEach(filePath -> wanted.add(keys.resolve(filePath)));
    Completion.Prepared prepared = completion.prepare(path.groupId(), wanted);
    prepared.requireAll();
    return prepared;
  }

  private Map<String, StoredObject> record(
      Caller caller, GroupPath path, OwnedGroup owned, Completion.Prepared prepared) {
    return changes
        .told(
            caller,
            () -> completion.record(path.groupId(), prepared),
            recorded ->
                Told.of(AuditAction.CREATE, "mask-file", "", owned.ownership())
                    .with("group", path.groupId())
                    .with("files", recorded.added().size()))
        .objects();
  }

  /** A key that was given to nobody else, so that two uploads never meet in one object (H-11). */
  private BlobKey reserve(GroupPath path, FileName name) {
    ObjectKeys keys = new ObjectKeys(path);
    String ownName = name.differs() ? name.original() : null;
    for (int count = 1; ; count++) {
      BlobKey key = keys.key(count == 1 ? name.segment() : name.segment(suffix(count)));
      if (!taken(key)
          && issued.reserve(
              new IssuedUpload(key.value(), path.groupId(), ownName, Now.of(clock)))) {
        return key;
      }
    }
  }

  private String suffix(int count) {
    return count <= COUNTED_SUFFIXES
        ? "-" + count
        : "-" + HexFormat.of().toHexDigits(random.nextInt());
  }

  private boolean taken(BlobKey key) {
    try {
      return blobs.find(key).isPresent() || !objects.find(List.of(key.value())).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the documents' clients send with the PUT (C-009, X-04). */
  private static Map<String, String> amzHeaders(Caller caller, GroupPath path) {
    return Map.of(
        "x-amz-acl",
        "private",
        "x-amz-meta-annotation_id",
        Long.toString(path.annotationId()),
        "x-amz-meta-file_type",
        "mask",
        "x-amz-meta-mask_group_id",
        Long.toString(path.groupId()),
        "x-amz-meta-user_id",
        Long.toString(caller.userId()),
        "x-amz-storage-class",
        "STANDARD");
  }
}
