package io.lamina.masks.domain;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Turns what was PUT to a presigned link into an acknowledged object (D-20): checks its content
 * (H-12), makes it durable, records what was measured. Doing it again changes nothing.
 */
@Component(service = Completion.class)
public final class Completion {
  private static final int NAMED_AT_MOST = 10;

  /** For the files of one request together: each of thousands may inflate to gigabytes. */
  private static final Duration CHECKING = Duration.ofMinutes(1);

  private final BlobStore blobs;
  private final StoredObjects objects;
  private final Masks masks;
  private final Clock clock;

  @Activate
  public Completion(
      @Reference BlobStore blobs, @Reference StoredObjects objects, @Reference Masks masks) {
    this(blobs, objects, masks, Clock.systemUTC());
  }

  Completion(BlobStore blobs, StoredObjects objects, Masks masks, Clock clock) {
    this.blobs = blobs;
    this.objects = objects;
    this.masks = masks;
    this.clock = clock;
  }

  /**
   * What is there of some uploads.
   *
   * @param known completed before
   * @param fresh checked and durable, not recorded yet; none while any is missing
   * @param missing not there, or removed
   */
  record Prepared(
      Map<String, StoredObject> known, Map<String, StoredObject> fresh, Set<String> missing) {

    Optional<StoredObject> get(String key) {
      return Optional.ofNullable(known.getOrDefault(key, fresh.get(key)));
    }

    /** 400 naming what is not there. */
    void requireAll() {
      if (!missing.isEmpty()) {
        throw LaminaException.invalid(
            "Not uploaded: "
                + names(missing)
                + ". PUT each file to its upload_url, then complete the upload again");
      }
    }
  }

  /**
   * @param objects as recorded, by this transaction or an earlier one
   * @param added keys of those that this transaction recorded, and therefore holds
   */
  record Recorded(Map<String, StoredObject> objects, Set<String> added) {}

  /**
   * The part outside of a transaction, since it waits for the disk.
   *
   * @throws LaminaException 400 when a file is not what its media type says, or all of them take
   *     too long to check
   */
  Prepared prepare(long groupId, Collection<BlobKey> keys) {
    Map<String, StoredObject> known = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>();
    List<BlobKey> open = new ArrayList<>();
    Map<String, StoredObject> recorded = objects.find(keys.stream().map(BlobKey::value).toList());
    for (BlobKey key : keys) {
      StoredObject object = recorded.get(key.value());
      if (object == null) {
        open.add(key);
      } else if (object.removed()) {
        missing.add(key.value());
      } else {
        known.put(key.value(), object);
      }
    }
    return new Prepared(known, open.isEmpty() ? Map.of() : check(groupId, open, missing), missing);
  }

  /**
   * The part inside of the transaction that acknowledges: records the fresh ones and tells masks
   * that were waiting for any of them.
   *
   * @throws LaminaException 400 when one was removed meanwhile
   */
  Recorded record(long groupId, Prepared prepared) {
    Map<String, StoredObject> result = new LinkedHashMap<>(prepared.known());
    Map<String, StoredObject> earlier = objects.find(prepared.fresh().keySet());
    List<StoredObject> added = new ArrayList<>();
    for (StoredObject fresh : prepared.fresh().values()) {
      StoredObject object = earlier.getOrDefault(fresh.key(), fresh);
      if (object.removed()) {
        throw LaminaException.invalid("Removed meanwhile: " + names(Set.of(object.key())));
      }
      if (!earlier.containsKey(fresh.key())) {
        added.add(fresh);
      }
      result.put(object.key(), object);
    }
    objects.add(added);
    for (Mask waiting : masks.lockUnverified(groupId, result.keySet())) {
      Verified verified = result.get(waiting.content().filePath()).verified();
      masks.update(waiting, waiting.with(waiting.content(), verified, Now.of(clock)));
    }
    return new Recorded(result, added.stream().map(StoredObject::key).collect(Collectors.toSet()));
  }

  private Map<String, StoredObject> check(long groupId, List<BlobKey> keys, Set<String> missing) {
    Map<String, StoredObject> fresh = new LinkedHashMap<>();
    Map<String, String> names =
        objects.fileNames(
            keys.stream().map(BlobKey::value).filter(FileName::mayStandForAnother).toList());
    Instant end = clock.instant().plus(CHECKING);
    try {
      for (BlobKey key : keys) {
        if (clock.instant().isAfter(end)) {
          throw LaminaException.invalid(
              "Checking these files takes more than "
                  + CHECKING.toSeconds()
                  + " seconds. Complete the upload with fewer of them at a time");
        }
        Optional<BlobInfo> info = blobs.find(key);
        if (info.isPresent()) {
          fresh.put(key.value(), checked(groupId, info.get(), names.get(key.value())));
        } else {
          missing.add(key.value());
        }
      }
      if (missing.isEmpty()) {
        // only now: what is durable may be downloaded
        Set<BlobKey> durable = blobs.makeDurable(keys).keySet();
        keys.stream()
            .filter(key -> !durable.contains(key))
            .map(BlobKey::value)
            .forEach(missing::add);
      }
      return missing.isEmpty() ? fresh : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoredObject checked(long groupId, BlobInfo info, String fileName) throws IOException {
    String key = info.key().value();
    if (info.size() == 0) {
      throw LaminaException.invalid("The file " + names(Set.of(key)) + " is empty");
    }
    Format format;
    try (ByteSource source = blobs.open(info.key())) {
      format = FormatReader.read(source);
    }
    requireFit(key, info.contentType(), format.mediaType());
    return new StoredObject(
        key,
        groupId,
        false,
        info.contentType(),
        format.mediaType(),
        new Verified(info.size(), info.sha256()),
        format.width(),
        format.height(),
        fileName,
        Now.of(clock));
  }

  /** 400 for a file whose bytes are not what its media type says. */
  static void requireFit(String key, String claimed, String detected) {
    if (!Format.fits(claimed, detected)) {
      throw LaminaException.invalid("The file " + names(Set.of(key)) + " is no valid " + claimed);
    }
  }

  private static String names(Set<String> keys) {
    String listed =
        String.join(
            ", ",
            keys.stream()
                .limit(NAMED_AT_MOST)
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .toList());
    int more = keys.size() - NAMED_AT_MOST;
    return more > 0 ? listed + " and " + more + " more" : listed;
  }
}
