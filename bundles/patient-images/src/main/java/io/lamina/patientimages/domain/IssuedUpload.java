package io.lamina.patientimages.domain;

import java.net.URI;
import java.util.Map;

/**
 * A link for one upload. Never logged.
 *
 * @param key of the object that it will be
 * @param fields to send before the file; empty for a PUT
 * @param url where the image will be as long as it is stored
 * @param seconds for which the link is good
 */
public record IssuedUpload(
    String storedFilename,
    String key,
    URI uploadUrl,
    Map<String, String> fields,
    URI url,
    long seconds) {
  @Override
  public String toString() {
    return "IssuedUpload[...]";
  }
}
