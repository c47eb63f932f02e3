package io.lamina.api.error;

/** What went wrong, in the terms of RFC 9110; each kind is one HTTP status and its phrase. */
public enum ErrorKind {
  BAD_REQUEST(400, "Bad Request"),
  UNAUTHENTICATED(401, "Unauthorized"),
  FORBIDDEN(403, "Forbidden"),
  NOT_FOUND(404, "Not Found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  NOT_ACCEPTABLE(406, "Not Acceptable"),
  TIMED_OUT(408, "Request Timeout"),
  CONFLICT(409, "Conflict"),
  GONE(410, "Gone"),
  LENGTH_REQUIRED(411, "Length Required"),
  PRECONDITION_FAILED(412, "Precondition Failed"),
  TOO_LARGE(413, "Content Too Large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
  RANGE_NOT_SATISFIABLE(416, "Range Not Satisfiable"),
  UNPROCESSABLE(422, "Unprocessable Content"),
  TOO_MANY_REQUESTS(429, "Too Many Requests"),
  INTERNAL(500, "Internal Server Error"),
  UNAVAILABLE(503, "Service Unavailable"),
  INSUFFICIENT_STORAGE(507, "Insufficient Storage");

  private final int status;
  private final String phrase;

  ErrorKind(int status, String phrase) {
    this.status = status;
    this.phrase = phrase;
  }

  /** HTTP status code, 400 to 599. */
  public int status() {
    return status;
  }

  /** The phrase of RFC 9110 for the status; the `error` field of S1's and S2's paths. */
  public String phrase() {
    return phrase;
  }
}
