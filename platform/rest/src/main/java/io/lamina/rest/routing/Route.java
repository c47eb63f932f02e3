package io.lamina.rest.routing;

import java.lang.reflect.Method;
import java.util.Set;

/**
 * One line of the table.
 *
 * @param method HTTP method, or {@link #ANY} for a servlet
 * @param capability that owns it
 * @param destination null while the capability is away and only its memory is here (D-05)
 * @param owner resource or servlet instance; null while away
 * @param javaMethods of the owner's class that may answer; JAX-RS picks among them by media type;
 *     empty for a servlet
 * @param access whom it lets in
 * @param jsonBody whether it reads a JSON body
 * @param forms which forms it takes
 */
public record Route(
    String method,
    PathTemplate template,
    String capability,
    Destination destination,
    Object owner,
    Set<Method> javaMethods,
    Access access,
    boolean jsonBody,
    Forms forms) {
  public static final String ANY = "*";

  /** Whom a route lets in. */
  public enum Access {
    /** 401 without credentials. */
    SIGNED_IN,
    /** Answers without credentials too, but never with wrong ones. */
    ANYONE,
    /** Judges the request itself; the front door reads no credentials (H-13). */
    OPEN,
    /** Knows the session cookie alone, and wants the form's token for every change. */
    BROWSER
  }

  /**
   * Forms that a route takes. Only these may bring their token in the body; all other changes with
   * a session bring it in the header (H-13).
   *
   * @param plain those without files
   * @param multipart those with files, read to their end before anything counts (H-14)
   */
  public record Forms(boolean plain, boolean multipart) {
    static final Forms NONE = new Forms(false, false);
  }

  public boolean away() {
    return destination == null;
  }

  static Route remembered(String method, PathTemplate template, String capability) {
    return new Route(
        method, template, capability, null, null, Set.of(), Access.ANYONE, false, Forms.NONE);
  }

  Route servedBy(Destination server) {
    return new Route(
        method, template, capability, server, owner, javaMethods, access, jsonBody, forms);
  }

  /** Method and shape: what may be claimed once. */
  String key() {
    return method + ' ' + template.shape();
  }
}
