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
 */
public record Route(
    String method,
    PathTemplate template,
    String capability,
    Destination destination,
    Object owner,
    Set<Method> javaMethods,
    Access access,
    boolean jsonBody) {
  public static final String ANY = "*";

  /** Whom a route lets in. */
  public enum Access {
    /** 401 without credentials. */
    SIGNED_IN,
    /** Answers without credentials too, but never with wrong ones. */
    ANYONE,
    /** Judges the request itself; the front door reads no credentials (H-13). */
    OPEN
  }

  public boolean away() {
    return destination == null;
  }

  static Route remembered(String method, PathTemplate template, String capability) {
    return new Route(method, template, capability, null, null, Set.of(), Access.ANYONE, false);
  }

  Route servedBy(Destination server) {
    return new Route(method, template, capability, server, owner, javaMethods, access, jsonBody);
  }

  /** Method and shape: what may be claimed once. */
  String key() {
    return method + ' ' + template.shape();
  }
}
