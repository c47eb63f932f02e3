package io.lamina.studies.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.work.Waiting;
import io.lamina.studies.domain.Admitted.Verdict;
import io.lamina.studies.domain.UploadResult.Rejected;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upload on its way in. One thread hands over file after file and finishes; closing without
 * having finished leaves nothing behind. Open files and staged bytes are bounded by {@link #BATCH},
 * memory by {@link HeaderMemory}.
 */
public final class Upload implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

  /** Files made durable together. */
  static final int BATCH = 64;

  /** Up to so many rows an upload shares its commit with others. */
  private static final int SMALL = 16;

  private static final int BUFFER_BYTES = 1 << 16;

  private final IngestService service;
  private final Caller caller;
  private final Optional<QuarantineRoom.Share> room;
  private final HeaderMemory.Share memory;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final List<Incoming> incoming = new ArrayList<>();
  private final List<StoredFile> durable = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private Optional<Long> askedProject = Optional.empty();
  private Optional<Long> project;
  private int count;
  private boolean finished;

  Upload(IngestService service, Caller caller, Optional<QuarantineRoom.Share> room) {
    this.service = service;
    this.caller = caller;
    this.room = room;
    this.memory = service.headerMemory().share();
  }

  /**
   * Names the project the data belongs to (D-14). Refused at once where the caller may not upload
   * there, before gigabytes follow.
   */
  public void toProject(long projectId) {
    if (askedProject.isPresent() && askedProject.get() != projectId) {
      throw LaminaException.badRequest("The request names two different projects");
    }
    askedProject = Optional.of(projectId);
    project = service.project(caller, askedProject);
  }

  /**
   * Takes one file. What is wrong with its content is told by {@link #finish}.
   *
   * @param clientName as the client sent it
   * @throws LaminaException 413 for more files than allowed or past the quota of the quarantine
   */
  public void file(Optional<String> clientName, InputStream content) throws IOException {
    if (++count > service.limits().maxFiles()) {
      throw LaminaException.tooLarge(
          "One upload takes at most "
              + service.limits().maxFiles()
              + " files: send the rest in another request");
    }
    if (project == null) {
      project = service.project(caller, askedProject);
    }
    room.ifPresent(QuarantineRoom.Share::takeInstance);
    int index = count - 1;
    String name = ClientFileName.clean(clientName, count);
    StagedBlob staged = service.blobs().stage(Blobs.MEDIA_TYPE);
    boolean kept = false;
    try {
      Optional<Rejected> refusal = receive(index, name, staged, content);
      refusal.ifPresent(rejected::add);
      if (refusal.isEmpty()) {
        incoming.add(
            new Incoming(
                index, name, staged, service.parsers().submit(caller, () -> read(staged))));
        kept = true;
      }
    } finally {
      if (!kept) {
        staged.close();
      }
    }
    if (incoming.size() == BATCH) {
      makeDurable();
    }
  }

  /** Names a file among the rejected ones that the client sent without a file name. */
  public void refuseUnnamed() {
    count++;
    rejected.add(
        new Rejected(
            count - 1,
            ClientFileName.clean(Optional.empty(), count),
            ErrorKind.BAD_REQUEST,
            "The part has no file name: send it as a file, such as curl -F files=@scan.dcm"));
  }

  /** Whether no file was handed over. */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Writes the rows; on return every stored file is durable with its row.
   *
   * @throws LaminaException what failed as a whole; then nothing of the upload is visible
   */
  public UploadResult finish() throws IOException {
    makeDurable();
    if (project == null) {
      project = service.project(caller, askedProject);
    }
    List<Admitted> admitted = List.of();
    if (!durable.isEmpty()) {
      Sender sender = service.sender(caller, project, askedProject.isPresent());
      Function<CatalogChange, List<Admitted>> work =
          change -> {
            List<Admitted> judged = Admission.admit(sender, change, durable);
            Told.uploads(judged).forEach(event -> change.tell(caller, event));
            return judged;
          };
      List<Admitted> found =
          durable.size() <= SMALL
              ? service.catalog().changeInGroup(work)
              : service.catalog().change(work);
      admitted = found.stream().map(this::compared).toList();
    }
    finished = true;
    discard(
        admitted.stream()
            // a transaction that ran twice finds its own rows
            .filter(one -> one.instanceId() != one.file().instanceId())
            .map(one -> one.file().instanceId())
            .toList());
    return UploadResult.of(admitted, rejected);
  }

  /** Discards what was not finished. */
  @Override
  public void close() {
    for (Incoming one : incoming) {
      one.discard();
    }
    incoming.clear();
    memory.release();
    if (!finished && !durable.isEmpty()) {
      discardUnlessStored();
    }
    room.ifPresent(QuarantineRoom.Share::release);
  }

  private Optional<Rejected> receive(int index, String name, StagedBlob staged, InputStream content)
      throws IOException {
    long most = service.limits().maxFileBytes();
    long size = 0;
    try (OutputStream sink = staged.sink()) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        size += read;
        if (size > most) {
          return Optional.of(
              new Rejected(
                  index,
                  name,
                  ErrorKind.TOO_LARGE,
                  "The file is larger than the " + most + " bytes allowed"));
        }
        if (room.isPresent()) {
          room.get().takeBytes(read);
        }
        sink.write(buffer, 0, read);
      }
    }
    return size > 0
        ? Optional.empty()
        : Optional.of(new Rejected(index, name, ErrorKind.BAD_REQUEST, "The file is empty"));
  }

  private InstanceFacts read(StagedBlob staged) throws IOException {
    try (ByteSource source = staged.open()) {
      return memory.bounded(service.headers().read(source, staged.sha256()));
    }
  }

  private static InstanceFacts facts(Incoming one) throws ExecutionException {
    return Waiting.<InstanceFacts, ExecutionException>outOfTurn(
        () -> {
          try {
            return one.facts().get();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LaminaException.unavailable("The server is shutting down", Duration.ofSeconds(5));
          }
        });
  }

  /** Commits the good ones of what came in as one batch, and drops the bad ones. */
  private void makeDurable() throws IOException {
    List<Incoming> good = new ArrayList<>();
    List<InstanceFacts> facts = new ArrayList<>();
    for (Incoming one : incoming) {
      try {
        facts.add(facts(one));
        good.add(one);
      } catch (ExecutionException e) {
        reject(one, e.getCause());
      }
    }
    if (!good.isEmpty()) {
      long[] ids = service.catalog().newInstanceIds(good.size());
      Map<BlobKey, StagedBlob> objects = new LinkedHashMap<>();
      List<StoredFile> files = new ArrayList<>();
      for (int i = 0; i < ids.length; i++) {
        Incoming one = good.get(i);
        objects.put(Blobs.key(ids[i]), one.staged());
        files.add(
            new StoredFile(
                one.index(),
                ids[i],
                one.name(),
                one.staged().size(),
                one.staged().sha256(),
                facts.get(i)));
      }
      service.blobs().commit(objects);
      durable.addAll(files);
    }
    incoming.forEach(one -> one.staged().close());
    incoming.clear();
  }

  private void reject(Incoming one, Throwable why) throws IOException {
    if (why instanceof LaminaException refusal && refusal.kind().status() < 500) {
      rejected.add(new Rejected(one.index(), one.name(), refusal.kind(), refusal.getMessage()));
    } else if (why instanceof IOException failure) {
      throw failure;
    } else if (why instanceof RuntimeException failure) {
      throw failure;
    } else {
      throw new IOException("A header could not be read", why);
    }
  }

  private Admitted compared(Admitted one) {
    boolean same =
        one.verdict() == Verdict.DIFFERENT
            && SameDataSet.stored(service.blobs(), one.file().instanceId(), one.instanceId());
    return same ? one.judged(Verdict.SAME) : one;
  }

  private void discardUnlessStored() {
    List<Long> ids = durable.stream().map(StoredFile::instanceId).toList();
    try {
      // a commit that failed may have reached the database: a row must never be without its object
      Set<Long> rows = service.catalog().existing(ids);
      discard(ids.stream().filter(id -> !rows.contains(id)).toList());
    } catch (RuntimeException e) {
      LOG.warn("{} objects of a failed upload are left to the sweep", ids.size(), e);
    }
  }

  /** What cannot be deleted now is an object without a row, which the sweep finds. */
  private void discard(List<Long> instanceIds) {
    for (Long id : instanceIds) {
      try {
        service.blobs().delete(Blobs.key(id));
      } catch (IOException e) {
        LOG.warn("The object of instance {} is left to the sweep", id, e);
      }
    }
  }
}
