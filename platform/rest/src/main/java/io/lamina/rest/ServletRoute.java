package io.lamina.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks a DS component, registered as {@code javax.servlet.Servlet}, that serves a path prefix
 * behind the front door: for bytes that need no JAX-RS. It sees requests as the front door hands
 * them on, with the caller as {@code HttpServletRequest.getUserPrincipal()} ({@link
 * io.lamina.api.identity.Caller}) where one signed in.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ServletRoute {
  /** Prefix of the service properties that bnd derives from this annotation. */
  String PREFIX_ = "lamina.servlet.";

  /** Path prefix with a trailing slash, such as {@code /objects/}. */
  String path();

  /**
   * Whether the servlet judges each request itself, as presigned links do: the front door then
   * reads no credentials and asks for none (H-13), but for GET and HEAD without a query, which
   * carry no signature: of those it tells who sends them, anonymous or not (H-07).
   */
  boolean open() default false;
}
