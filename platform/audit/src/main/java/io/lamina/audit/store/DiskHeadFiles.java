package io.lamina.audit.store;

import io.lamina.audit.config.AuditConfig;
import io.lamina.audit.domain.Head;
import io.lamina.audit.domain.HeadFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Heads as lines of files {@code heads-000001.txt} and so on, each followed by the next one when it
 * is {@link #MOST_BYTES} long. Flushed to the disk line by line.
 */
@Component(service = HeadFiles.class, configurationPid = AuditConfig.PID)
@Designate(ocd = AuditConfig.class)
public final class DiskHeadFiles implements HeadFiles {
  /** About ten days of heads. */
  static final long MOST_BYTES = 5L << 20;

  private static final Pattern NAME = Pattern.compile("heads-[0-9]{6}\\.txt");

  private final Path folder;
  private final long mostBytes;

  @Activate
  public DiskHeadFiles(AuditConfig config, BundleContext bundle) throws IOException {
    this(folder(config, bundle), MOST_BYTES);
  }

  DiskHeadFiles(Path folder, long mostBytes) throws IOException {
    this.folder = folder;
    this.mostBytes = mostBytes;
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    List<Path> files = files();
    if (!files.isEmpty()) {
      dropTornLine(files.get(files.size() - 1));
    }
  }

  private static Path folder(AuditConfig config, BundleContext bundle) {
    String configured = config.heads_folder().trim();
    if (configured.isEmpty()) {
      return Path.of(bundle.getProperty("lamina.data"), "audit", "heads");
    }
    Path path = Path.of(configured);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("heads.folder must be an absolute path");
    }
    return path;
  }

  /** A crash while a line was written: what has no line end was never said to be there. */
  private static void dropTornLine(Path file) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      long end = content.length();
      while (end > 0) {
        content.seek(end - 1);
        if (content.read() == '\n') {
          break;
        }
        end--;
      }
      if (end < content.length()) {
        content.setLength(end);
        content.getChannel().force(true);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  @Override
  public synchronized void append(Head head) throws IOException {
    List<Path> files = files();
    int count = files.size();
    Path file =
        count > 0 && Files.size(files.get(count - 1)) < mostBytes
            ? files.get(count - 1)
            : folder.resolve(String.format(Locale.ROOT, "heads-%06d.txt", count + 1));
    boolean fresh = !Files.exists(file);
    ByteBuffer line = StandardCharsets.US_ASCII.encode(head.line() + "\n");
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      long before = channel.size();
      try {
        while (line.hasRemaining()) {
          channel.write(line);
        }
        channel.force(true);
      } catch (IOException e) {
        // half a line would read as one that somebody changed
        channel.truncate(before);
        throw e;
      }
    }
    if (fresh) {
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  @Override
  public Optional<Head> last() throws IOException {
    List<Path> files = files();
    Optional<Head> last = Optional.empty();
    for (int i = files.size() - 1; i >= 0 && last.isEmpty(); i--) {
      last = last(files.subList(i, i + 1));
    }
    // one without a number of its own is counted
    return last.isPresent() && last.get().version() == 1 ? last(files) : last;
  }

  private static Optional<Head> last(List<Path> files) throws IOException {
    Optional<Head> last = Optional.empty();
    try (Lines lines = new Lines(files)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        Optional<Head> head = Head.parse(line.get(), lines.total());
        last = head.isPresent() ? head : last;
      }
    }
    return last;
  }

  /** One full file has more than anybody asks for; behind it lies the one that is written. */
  @Override
  public List<Head> newest(int most) throws IOException {
    List<Path> files = files();
    Deque<Head> newest = new ArrayDeque<>();
    try (Lines lines = new Lines(files.subList(Math.max(0, files.size() - 2), files.size()))) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        Head.parse(line.get(), lines.total()).filter(Head::isChained).ifPresent(newest::addLast);
        if (newest.size() > most) {
          newest.removeFirst();
        }
      }
    }
    return List.copyOf(newest);
  }

  @Override
  public Reader read() throws IOException {
    Lines lines = new Lines(files());
    return new Reader() {
      @Override
      public Optional<Head> next() throws IOException, UnreadableHeadException {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          return Optional.empty();
        }
        Optional<Head> head = Head.parse(line.get(), lines.total());
        if (head.isEmpty()) {
          throw new UnreadableHeadException(lines.fileName(), lines.number());
        }
        return head;
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }

  /** The lines of files one after the other, as far as they went when this was made. */
  private static final class Lines implements AutoCloseable {
    private final List<Path> files;
    private final long lastSize;
    private int index = -1;
    private long number;
    private long total;
    private long left;
    private InputStream content = InputStream.nullInputStream();

    Lines(List<Path> files) throws IOException {
      this.files = files;
      this.lastSize = files.isEmpty() ? 0 : Files.size(files.get(files.size() - 1));
    }

    /** Without the line end; cut where it is far too long to be a head. */
    Optional<String> next() throws IOException {
      while (left == 0) {
        if (index + 1 >= files.size()) {
          return Optional.empty();
        }
        content.close();
        index++;
        number = 0;
        left = index == files.size() - 1 ? lastSize : Files.size(files.get(index));
        content = new BufferedInputStream(Files.newInputStream(files.get(index)));
      }
      StringBuilder line = new StringBuilder();
      for (int next = read(); next >= 0 && next != '\n'; next = read()) {
        if (line.length() <= Head.MOST_LINE) {
          line.append((char) next);
        }
      }
      number++;
      total++;
      return Optional.of(line.toString());
    }

    private int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      left--;
      int next = content.read();
      if (next < 0) {
        left = 0;
      }
      return next;
    }

    String fileName() {
      return files.get(index).getFileName().toString();
    }

    /** In its file, 1 and up. */
    long number() {
      return number;
    }

    /** In all files, 1 and up. */
    long total() {
      return total;
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
