package io.lamina.audit.domain;

import io.lamina.api.keys.KeyVault;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signed heads: written while the chain grows, read when it is verified. */
@Component(service = Heads.class)
public final class Heads {
  private final HeadKey key;
  private final HeadFiles files;
  private final Clock clock;
  private Optional<Head> last;

  @Activate
  public Heads(@Reference KeyVault vault, @Reference HeadFiles files) throws IOException {
    this(vault, files, Clock.systemUTC());
  }

  Heads(KeyVault vault, HeadFiles files, Clock clock) throws IOException {
    this.key = new HeadKey(vault);
    this.files = files;
    this.clock = clock;
    this.last = files.last();
  }

  /** Writes the end of the chain, unless the last head says it already. */
  synchronized void write(Chain.End end) throws IOException {
    boolean told =
        last.map(head -> head.sealNo() == end.sealNo() && head.hash().equals(end.hash()))
            .orElse(end.sealNo() == 0);
    if (!told) {
      Head head = key.sign(end, clock.instant().truncatedTo(ChronoUnit.MICROS));
      files.append(head);
      last = Optional.of(head);
    }
  }

  /** The last one that was written. */
  public synchronized Optional<Head> last() {
    return last;
  }

  /** The public key that verifies signatures, as PEM (RFC 8410). */
  public String publicKey() {
    return key.publicPem();
  }

  boolean hasSigned(Head head) {
    return key.hasSigned(head);
  }

  HeadFiles.Reader read() throws IOException {
    return files.read();
  }
}
