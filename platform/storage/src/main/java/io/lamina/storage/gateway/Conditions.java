package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;

/** The If-* headers of a GET or HEAD against what is stored (RFC 9110, 13). */
final class Conditions {
  /** What the headers ask for. */
  enum Outcome {
    SEND,
    NOT_MODIFIED,
    FAILED
  }

  private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");

  private final HttpServletRequest request;
  private final String etag;
  private final Instant modified;

  Conditions(HttpServletRequest request, BlobInfo info) {
    this.request = request;
    this.etag = info.etag();
    // HTTP dates have whole seconds
    this.modified = info.storedAt().truncatedTo(ChronoUnit.SECONDS);
  }

  /** In the order of RFC 9110, 13.2.2. */
  Outcome outcome() {
    if (request.getHeader("If-Match") != null) {
      if (!names("If-Match", false)) {
        return Outcome.FAILED;
      }
    } else {
      Instant unmodifiedSince = date("If-Unmodified-Since");
      if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
        return Outcome.FAILED;
      }
    }
    if (request.getHeader("If-None-Match") != null) {
      return names("If-None-Match", true) ? Outcome.NOT_MODIFIED : Outcome.SEND;
    }
    Instant modifiedSince = date("If-Modified-Since");
    return modifiedSince != null && !modified.isAfter(modifiedSince)
        ? Outcome.NOT_MODIFIED
        : Outcome.SEND;
  }

  /** Whether a Range header counts: If-Range is absent or names exactly this object. */
  boolean rangeCounts() {
    String ifRange = request.getHeader("If-Range");
    if (ifRange == null) {
      return true;
    }
    Matcher tag = TAG.matcher(ifRange.strip());
    if (tag.matches()) {
      return tag.group(1) == null && tag.group(2).equals(etag);
    }
    return modified.equals(date("If-Range"));
  }

  private boolean names(String header, boolean weakCounts) {
    for (String value : Collections.list(request.getHeaders(header))) {
      if (value.strip().equals("*")) {
        return true;
      }
      Matcher tags = TAG.matcher(value);
      while (tags.find()) {
        if (tags.group(2).equals(etag) && (weakCounts || tags.group(1) == null)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Null where the header is absent or, which has to be ignored, no date. */
  private Instant date(String header) {
    try {
      long millis = request.getDateHeader(header);
      return millis < 0 ? null : Instant.ofEpochMilli(millis);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
