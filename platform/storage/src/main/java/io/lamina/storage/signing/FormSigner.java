package io.lamina.storage.signing;

import io.lamina.api.blob.PresignedForm;
import io.lamina.api.blob.PutTicket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Signs forms for uploads by POST and reads them back; like a link, a form is its own ticket. */
final class FormSigner {
  private final SigningSecrets secrets;
  private final String bucket;
  private final String region;
  private final Clock clock;

  FormSigner(SigningSecrets secrets, String bucket, String region, Clock clock) {
    this.secrets = secrets;
    this.bucket = bucket;
    this.region = region;
    this.clock = clock;
  }

  PresignedForm sign(PutTicket ticket, URI url) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String timestamp = Link.TIMESTAMP.format(now);
    Instant expiresAt = now.plusSeconds(ticket.validFor().toSeconds());
    Map<String, String> fields =
        UploadForm.fields(
            ticket,
            bucket,
            Link.ACCESS_KEY + "/" + SigV4.scope(timestamp, region),
            timestamp,
            expiresAt);
    fields.put(
        UploadForm.SIGNATURE,
        SigV4.signature(secrets.signing(), region, timestamp, fields.get(UploadForm.POLICY)));
    return new PresignedForm(url, fields, expiresAt);
  }

  /**
   * @param fields as they came
   * @return empty unless this very form was given out and is still good
   */
  Optional<PutTicket> verify(Map<String, String> fields) {
    Optional<String> timestamp = UploadForm.timestamp(fields);
    if (timestamp.isEmpty()
        || !UploadForm.isWhatWasSigned(fields, bucket)
        || !signed(fields, timestamp.get())) {
      return Optional.empty();
    }
    // what follows was written by us, or by someone who has the secret
    Instant now = clock.instant();
    Instant signedAt = Link.TIMESTAMP.parse(timestamp.get(), Instant::from);
    PutTicket ticket = UploadForm.ticket(fields, now);
    return Optional.of(ticket)
        .filter(valid -> !valid.validFor().isNegative())
        .filter(valid -> !signedAt.isAfter(now.plus(Link.SKEW)));
  }

  private boolean signed(Map<String, String> fields, String timestamp) {
    byte[] signature = bytes(fields.getOrDefault(UploadForm.SIGNATURE, ""));
    boolean signed = false;
    for (String secret : secrets.secrets()) {
      String expected = SigV4.signature(secret, region, timestamp, fields.get(UploadForm.POLICY));
      signed |= MessageDigest.isEqual(bytes(expected), signature);
    }
    return signed;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
