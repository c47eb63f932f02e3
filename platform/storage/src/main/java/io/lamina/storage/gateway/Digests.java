package io.lamina.storage.gateway;

import io.lamina.api.error.LaminaException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import javax.servlet.http.HttpServletRequest;

/** The checksums a client may send with a PUT: Content-MD5 and x-amz-content-sha256. */
final class Digests {
  private final String sha256;
  private final String md5;
  private final MessageDigest md5OfBody;

  /**
   * @throws LaminaException 400 for S3's chunked signing, whose frames would end up in the object
   */
  Digests(HttpServletRequest request) {
    String hash = request.getHeader("x-amz-content-sha256");
    if (hash != null && hash.startsWith("STREAMING-")) {
      throw LaminaException.badRequest(
          "Send the body as it is: signed chunks (aws-chunked) are not taken");
    }
    sha256 = hash == null || hash.equals("UNSIGNED-PAYLOAD") ? null : hash.toLowerCase(Locale.ROOT);
    md5 = request.getHeader("Content-MD5");
    md5OfBody = md5 == null ? null : md5Digest();
  }

  void update(byte[] bytes, int length) {
    if (md5OfBody != null) {
      md5OfBody.update(bytes, 0, length);
    }
  }

  /**
   * @param sha256OfBody 64 lower-case hexadecimal digits
   * @throws LaminaException 400 when a checksum the client sent is not that of the body
   */
  void check(String sha256OfBody) {
    boolean same = sha256 == null || sha256.equals(sha256OfBody);
    if (md5OfBody != null) {
      same &= Base64.getEncoder().encodeToString(md5OfBody.digest()).equals(md5.strip());
    }
    if (!same) {
      throw LaminaException.badRequest(
          "The body does not have the checksum that was sent with it. Nothing was stored; send it"
              + " again");
    }
  }

  private static MessageDigest md5Digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
