package io.lamina.masks.domain;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what was PUT to a presigned link into an acknowledged object (D-20): checks its content
 * (H-12), makes it durable, records what was measured. Doing it again changes nothing.
 */
@Component(service = Completion.class)
public final class Completion {
  private static final int NAMED_AT_MOST = 10;
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

  private final BlobStore blobs;
  private final ContentReader reader;
  private final StoredObjects objects;
  private final WaitingMasks waiting;
  private final Clock clock;

  @Activate
  public Completion(
      @Reference BlobStore blobs,
      @Reference ContentReader reader,
      @Reference StoredObjects objects,
      @Reference WaitingMasks waiting) {
    this(blobs, reader, objects, waiting, Clock.systemUTC());
  }

  Completion(
      BlobStore blobs,
      ContentReader reader,
      StoredObjects objects,
      WaitingMasks waiting,
      Clock clock) {
    this.blobs = blobs;
    this.reader = reader;
    this.objects = objects;
    this.waiting = waiting;
    this.clock = clock;
  }

  /**
   * What is there of some uploads.
   *
   * @param known completed before
   * @param fresh checked and durable, not recorded yet
   * @param missing not there, or removed
   * @param refused there and not acceptable, with the reason
   * @param compared masks that wait for any of them, as they fit their images
   * @param deadline of all that is looked into for this request
   */
  record Prepared(
      Map<String, StoredObject> known,
      Map<String, StoredObject> fresh,
      Set<String> missing,
      Map<String, LaminaException> refused,
      Map<Long, WaitingMasks.Compared> compared,
      Deadline deadline) {

    Optional<StoredObject> get(String key) {
      return Optional.ofNullable(known.getOrDefault(key, fresh.get(key)));
    }

    /** 400 naming what is not there. */
    void requireAll() {
      if (!missing.isEmpty()) {
        throw notUploaded(missing);
      }
    }

    /** Why there is no object under the key. */
    LaminaException refusal(String key) {
      return refused.getOrDefault(key, notUploaded(Set.of(key)));
    }

    /** Without what somebody else has to say no to. */
    Prepared only(Set<String> keys) {
      Map<String, StoredObject> left = new LinkedHashMap<>(fresh);
      left.keySet().retainAll(keys);
      Map<String, StoredObject> kept = new LinkedHashMap<>(known);
      kept.keySet().retainAll(keys);
      return new Prepared(kept, left, missing, refused, compared, deadline);
    }
  }

  /**
   * @param objects as recorded, by this transaction or an earlier one
   * @param added keys of those that this transaction recorded, and therefore holds
   */
  record Recorded(Map<String, StoredObject> objects, Set<String> added) {}

  /**
   * The part outside of a transaction, since it waits for the disk: all of them, or nothing is
   * durable.
   *
   * @throws LaminaException 400 when a file is not what its media type says, or all of them take
   *     too long to check
   */
  Prepared prepare(Caller caller, OwnedGroup group, Collection<BlobKey> keys) {
    Prepared looked = look(caller, group, keys);
    looked.refused().values().stream()
        .findFirst()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    if (!looked.missing().isEmpty()) {
      return looked.only(looked.known().keySet());
    }
    return durable(caller, group, looked);
  }

  /** The same, where each file stands for itself. */
  Prepared prepareEach(Caller caller, OwnedGroup group, Collection<BlobKey> keys) {
    return durable(caller, group, look(caller, group, keys));
  }

  private Prepared look(Caller caller, OwnedGroup group, Collection<BlobKey> keys) {
    Map<String, StoredObject> known = new LinkedHashMap<>();
    Map<String, StoredObject> fresh = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>();
    Map<String, LaminaException> refused = new LinkedHashMap<>();
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
    Map<String, String> names =
        objects.fileNames(
            open.stream().map(BlobKey::value).filter(FileName::mayStandForAnother).toList());
    Deadline deadline = new Deadline(clock);
    for (BlobKey key : open) {
      try {
        Optional<BlobInfo> info = blobs.find(key);
        if (info.isEmpty()) {
          missing.add(key.value());
        } else {
          deadline.require();
          String name = names.get(key.value());
          fresh.put(key.value(), checked(caller, group, info.get(), name, deadline));
        }
      } catch (LaminaException e) {
        refused.put(key.value(), e);
      } catch (NoSuchBlobException e) {
        missing.add(key.value());
      } catch (IOException e) {
        // without its text, which may name the file
        LOG.warn("An upload cannot be read: {}", e.getClass().getSimpleName());
        refused.put(key.value(), unreadable(key.value()));
      }
    }
    return new Prepared(known, fresh, missing, refused, Map.of(), deadline);
  }

  /** Only now: what is durable may be downloaded. */
  private Prepared durable(Caller caller, OwnedGroup group, Prepared looked) {
    if (looked.fresh().isEmpty()) {
      return looked;
    }
    Set<String> missing = new LinkedHashSet<>(looked.missing());
    Map<String, StoredObject> fresh = new LinkedHashMap<>(looked.fresh());
    try {
      List<BlobKey> keys = fresh.keySet().stream().map(BlobKey::new).toList();
      Set<BlobKey> durable = blobs.makeDurable(keys).keySet();
      keys.stream()
          .filter(key -> !durable.contains(key))
          .map(BlobKey::value)
          .forEach(
              lost -> {
                missing.add(lost);
                fresh.remove(lost);
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Prepared(
        looked.known(),
        fresh,
        missing,
        looked.refused(),
        waiting.compare(caller, group, fresh, looked.deadline()),
        looked.deadline());
  }

  /**
   * The part inside of the transaction that acknowledges: records the fresh ones and tells masks
   * that were waiting for any of them.
   *
   * @throws LaminaException 400 when one was removed meanwhile, 409 when a mask that waits for one
   *     says otherwise and the site wants that refused
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
    waiting.settle(groupId, result, prepared.compared());
    return new Recorded(result, added.stream().map(StoredObject::key).collect(Collectors.toSet()));
  }

  private StoredObject checked(
      Caller caller, OwnedGroup group, BlobInfo info, String fileName, Deadline deadline)
      throws IOException {
    String key = info.key().value();
    if (info.size() == 0) {
      throw LaminaException.invalid("The file " + names(Set.of(key)) + " is empty");
    }
    Format format;
    try (ByteSource source = blobs.open(info.key())) {
      format = reader.read(caller, source, deadline);
    }
    requireFit(key, info.contentType(), format.mediaType());
    return new StoredObject(
        key,
        group.group().id(),
        false,
        info.contentType(),
        format.mediaType(),
        new Verified(info.size(), info.sha256(), format.extent()),
        fileName,
        Now.of(clock));
  }

  /** 400 for a file whose bytes are not what its media type says. */
  static void requireFit(String key, String claimed, String detected) {
    if (!Format.fits(claimed, detected)) {
      throw LaminaException.invalid("The file " + names(Set.of(key)) + " is no valid " + claimed);
    }
  }

  private static LaminaException unreadable(String key) {
    return LaminaException.unavailable(
        "The file "
            + names(Set.of(key))
            + " cannot be read now. Try again; if it stays so, upload it again",
        Duration.ofSeconds(5));
  }

  private static LaminaException notUploaded(Set<String> keys) {
    return LaminaException.invalid(
        "Not uploaded: "
            + names(keys)
            + ". PUT each file to its upload_url, then complete the upload again");
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
