package io.lamina.testkit;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedForm;
import io.lamina.api.blob.PresignedUrl;
import io.lamina.api.blob.Presigner;
import io.lamina.api.blob.PutTicket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Links of the right shape whose signature is the word "fake"; remembers what it was asked for. */
public final class FakePresigner implements Presigner {
  private final List<PutTicket> puts = new CopyOnWriteArrayList<>();
  private final List<GetTicket> gets = new CopyOnWriteArrayList<>();

  @Override
  public PresignedUrl put(PutTicket ticket, URI publicBase) {
    puts.add(ticket);
    return link("PutObject", ticket.key(), ticket.validFor(), publicBase);
  }

  @Override
  public PresignedUrl get(GetTicket ticket, URI publicBase) {
    gets.add(ticket);
    return link("GetObject", ticket.key(), ticket.validFor(), publicBase);
  }

  @Override
  public PresignedForm post(PutTicket ticket, URI publicBase) {
    puts.add(ticket);
    return new PresignedForm(
        URI.create(publicBase + "/objects/lamina/"),
        Map.of("key", ticket.key().value(), "x-amz-signature", "fake"),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(ticket.validFor()));
  }

  @Override
  public URI address(BlobKey key, URI publicBase) {
    return URI.create(publicBase + "/objects/lamina/" + key);
  }

  /** Tickets asked for, oldest first. */
  public List<PutTicket> puts() {
    return List.copyOf(puts);
  }

  /** Tickets asked for, oldest first. */
  public List<GetTicket> gets() {
    return List.copyOf(gets);
  }

  private static PresignedUrl link(
      String operation, BlobKey key, Duration validFor, URI publicBase) {
    URI url =
        URI.create(
            publicBase
                + "/objects/lamina/"
                + key
                + "?x-id="
                + operation
                + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires="
                + validFor.toSeconds()
                + "&X-Amz-Signature=fake");
    return new PresignedUrl(url, Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(validFor));
  }
}
