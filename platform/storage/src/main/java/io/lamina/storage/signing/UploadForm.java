package io.lamina.storage.signing;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.PutTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a signed form, in the shape of S3's POST policy ("Browser-Based Uploads Using POST
 * (AWS Signature Version 4)" in the Amazon S3 API reference). The policy is never parsed: it is
 * written again from the fields that came, and has to be the one that was signed.
 */
final class UploadForm {
  static final String KEY = "key";
  static final String SIGNATURE = "x-amz-signature";

  private static final String CONTENT_TYPE = "Content-Type";
  private static final String ALGORITHM = "x-amz-algorithm";
  private static final String CREDENTIAL = "x-amz-credential";
  private static final String DATE = "x-amz-date";
  private static final String MAX_BYTES = "x-lamina-max-bytes";
  private static final String EXPIRES = "x-lamina-expires";
  private static final String RULED = "x-lamina-ruled";
  static final String POLICY = "policy";

  /** What stands in the policy unescaped. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9 ._/;=+*:-]{0,600}");

  private UploadForm() {}

  /**
   * All fields but the signature.
   *
   * @param timestamp of the form 20130524T000000Z
   */
  static Map<String, String> fields(
      PutTicket ticket, String bucket, String credential, String timestamp, Instant expiresAt) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(KEY, ticket.key().value());
    if (ticket.contentType() != null) {
      fields.put(CONTENT_TYPE, ticket.contentType());
    }
    fields.put(ALGORITHM, SigV4.ALGORITHM);
    fields.put(CREDENTIAL, credential);
    fields.put(DATE, timestamp);
    fields.put(EXPIRES, expiresAt.toString());
    fields.put(MAX_BYTES, Long.toString(ticket.maxBytes()));
    if (ticket.ruled()) {
      fields.put(RULED, "true");
    }
    String policy = policy(fields, bucket);
    if (!fields.values().stream().allMatch(value -> SAFE.matcher(value).matches())) {
      throw new IllegalArgumentException("A form takes plain keys and media types only");
    }
    fields.put(POLICY, policy);
    return fields;
  }

  /** When it was signed; empty where the field is no such time. */
  static Optional<String> timestamp(Map<String, String> fields) {
    return Optional.ofNullable(fields.get(DATE)).filter(time -> time.matches("\\d{8}T\\d{6}Z"));
  }

  /** Whether the policy says what the fields say. */
  static boolean isWhatWasSigned(Map<String, String> fields, String bucket) {
    String policy = fields.get(POLICY);
    return policy != null
        && fields.containsKey(KEY)
        && fields.containsKey(MAX_BYTES)
        && fields.containsKey(EXPIRES)
        && fields.values().stream().noneMatch(value -> value.length() > 4096)
        && policy.equals(policy(fields, bucket));
  }

  /** To be read after {@link #isWhatWasSigned} and the signature were looked at. */
  static PutTicket ticket(Map<String, String> fields, Instant now) {
    return new PutTicket(
        new BlobKey(fields.get(KEY)),
        fields.get(CONTENT_TYPE),
        Long.parseLong(fields.get(MAX_BYTES)),
        Duration.between(now, Instant.parse(fields.get(EXPIRES))),
        Map.of(),
        "true".equals(fields.get(RULED)));
  }

  private static String policy(Map<String, String> fields, String bucket) {
    StringBuilder json = new StringBuilder("{\"expiration\":\"").append(fields.get(EXPIRES));
    json.append("\",\"conditions\":[{\"bucket\":\"").append(bucket).append("\"}");
    for (String name :
        new String[] {KEY, CONTENT_TYPE, ALGORITHM, CREDENTIAL, DATE, EXPIRES, MAX_BYTES, RULED}) {
      if (fields.containsKey(name)) {
        json.append(",{\"").append(name).append("\":\"").append(fields.get(name)).append("\"}");
      }
    }
    json.append(",[\"content-length-range\",1,").append(fields.get(MAX_BYTES)).append("]]}");
    return Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
