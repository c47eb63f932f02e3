package io.lamina.storage.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 in query parameters, for the service s3, with an unsigned payload and
 * {@code host} as the only signed header. Source: "Authenticating Requests: Using Query Parameters
 * (AWS Signature Version 4)" in the Amazon S3 API reference.
 */
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String SIGNED_HEADERS = "host";

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private SigV4() {}

  /** The scope that a signature holds in; part of the credential. */
  static String scope(String timestamp, String region) {
    return timestamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
  }

  /**
   * @param path percent-encoded already, as it stands in the request line
   * @param parameters decoded, without the signature
   * @param host as the client sends it, lower case, without a default port
   * @param timestamp of the form 20130524T000000Z, as in X-Amz-Date
   * @return 64 lower-case hexadecimal digits
   */
  static String signature(
      String secret,
      String region,
      String timestamp,
      String method,
      String path,
      Map<String, String> parameters,
      String host) {
    String canonicalRequest =
        String.join(
            "\n",
            method,
            path,
            query(parameters),
            "host:" + host,
            "",
            SIGNED_HEADERS,
            "UNSIGNED-PAYLOAD");
    String stringToSign =
        String.join("\n", ALGORITHM, timestamp, scope(timestamp, region), hash(canonicalRequest));
    return signature(secret, region, timestamp, stringToSign);
  }

  /**
   * @param signed the text itself, such as the policy of a form
   * @return 64 lower-case hexadecimal digits
   */
  static String signature(String secret, String region, String timestamp, String signed) {
    byte[] key =
        hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), timestamp.substring(0, 8));
    key = hmac(hmac(hmac(key, region), "s3"), "aws4_request");
    return HexFormat.of().formatHex(hmac(key, signed));
  }

  /** Parameters as they stand in a URL, encoded and sorted by their encoded names. */
  static String query(Map<String, String> parameters) {
    SortedMap<String, String> encoded = new TreeMap<>();
    parameters.forEach((name, value) -> encoded.put(encode(name), encode(value)));
    return encoded.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("&"));
  }

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(each) >= 0) {
        encoded.append((char) each);
      } else {
        encoded.append('%').append(UPPER.toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
