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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
    return issueAll(caller, path, List.of(Outcome.of(() -> wish)), publicBase).get(0).orElseThrow();
  }

  /**
   * Links for several files, each under a key of its own, or why there is none.
   *
   * @param publicBase by which the client reaches the platform
   * @return in the order asked for
   */
  public List<Outcome<UploadLinks>> issueAll(
      Caller caller, GroupPath path, List<Outcome<UploadWish>> wishes, URI publicBase) {
    OwnedGroup owned = access.writableGroup(caller, path);
    MaskPolicy policy = policies.current();
    List<Outcome<FileName>> names =
        wishes.stream().map(wish -> wish.map(asked -> accepted(policy, asked))).toList();
    // counted like reads: a series of slices asks for hundreds of links in a minute
    audit.read(
        caller, Told.of(AuditAction.CREATE, "upload-link", path.groupId(), owned.ownership()));
    List<BlobKey> keys =
        reserve(path, names.stream().filter(Outcome::succeeded).map(Outcome::value).toList());
    Iterator<BlobKey> next = keys.iterator();
    List<Outcome<UploadLinks>> links = new ArrayList<>();
    for (int i = 0; i < wishes.size(); i++) {
      UploadWish wish = wishes.get(i).value();
      links.add(
          names
              .get(i)
              .map(name -> links(caller, path, policy, wish, name, next.next(), publicBase)));
    }
    return links;
  }

  private static FileName accepted(MaskPolicy policy, UploadWish wish) {
    policy.accepted(wish.mediaType());
    if (wish.size() != null && wish.size() > policy.maxBytes()) {
      throw LaminaException.tooLarge("A mask may have at most " + policy.maxBytes() + " bytes");
    }
    return FileName.of(wish.fileName());
  }

  private UploadLinks links(
      Caller caller,
      GroupPath path,
      MaskPolicy policy,
      UploadWish wish,
      FileName name,
      BlobKey key,
      URI publicBase) {
    Duration validFor = shorter(wish.validFor(), wish.longest());
    PresignedUrl upload =
        presigner.put(
            new PutTicket(
                key,
                policy.accepted(wish.mediaType()),
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
    return List.copyOf(
        record(caller, path, owned, prepare(caller, path, owned, filePaths)).values());
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
    Completion.Prepared prepared = prepare(caller, path, owned, List.of(fileKey));
    String key = new ObjectKeys(path).resolve(fileKey).value();
    Verified verified = prepared.get(key).orElseThrow().verified();
    policies.current().requireIntegrity(Integrity.of(declaredSize, declaredChecksum, verified));
    return record(caller, path, owned, prepared).get(key);
  }

  static Duration shorter(Duration asked, Duration longest) {
    return asked == null || asked.compareTo(longest) > 0 ? longest : asked;
  }

  private Completion.Prepared prepare(
      Caller caller, GroupPath path, OwnedGroup owned, List<String> filePaths) {
    ObjectKeys keys = new ObjectKeys(path);
    Set<BlobKey> wanted = new LinkedHashSet<>();
    filePaths.forEach(filePath -> wanted.add(keys.resolve(filePath)));
    Completion.Prepared prepared = completion.prepare(caller, owned, wanted);
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

  /**
   * Keys that were given to nobody else, so that two uploads never meet in one object (H-11).
   *
   * @return one a name, in their order
   */
  private List<BlobKey> reserve(GroupPath path, List<FileName> names) {
    ObjectKeys keys = new ObjectKeys(path);
    BlobKey[] found = new BlobKey[names.size()];
    List<Integer> open = IntStream.range(0, found.length).boxed().toList();
    for (int count = 1; !open.isEmpty(); count++) {
      Map<String, Integer> tried = new LinkedHashMap<>();
      for (int i : open) {
        FileName name = names.get(i);
        String segment = count == 1 ? name.segment() : name.segment(suffix(count));
        tried.putIfAbsent(keys.key(segment).value(), i);
      }
      for (String key : free(path, names, tried)) {
        found[tried.get(key)] = new BlobKey(key);
      }
      open = open.stream().filter(i -> found[i] == null).toList();
    }
    return List.of(found);
  }

  private Set<String> free(GroupPath path, List<FileName> names, Map<String, Integer> tried) {
    Set<String> untaken = new LinkedHashSet<>(tried.keySet());
    untaken.removeAll(objects.find(untaken).keySet());
    untaken.removeIf(this::isStored);
    Instant now = Now.of(clock);
    return issued.reserve(
        untaken.stream()
            .map(
                key -> {
                  FileName name = names.get(tried.get(key));
                  String ownName = name.differs() ? name.original() : null;
                  return new IssuedUpload(key, path.groupId(), ownName, now);
                })
            .toList());
  }

  private String suffix(int count) {
    return count <= COUNTED_SUFFIXES
        ? "-" + count
        : "-" + HexFormat.of().toHexDigits(random.nextInt());
  }

  private boolean isStored(String key) {
    try {
      return blobs.find(new BlobKey(key)).isPresent();
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
