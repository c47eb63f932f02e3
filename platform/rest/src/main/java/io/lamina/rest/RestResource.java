package io.lamina.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks a DS component, registered under its own class, as a JAX-RS resource. The front door tracks
 * it, serves it in the JAX-RS server of its capability (the header {@code Lamina-Capability} of its
 * bundle) and routes to it by its URI templates. One instance serves all requests.
 *
 * <p>A method gets what it needs of the request by {@code @Context}: {@link
 * io.lamina.api.identity.Caller}, {@link PublicBase}, {@link FileLimit}, and JAX-RS' and Servlet's
 * own types.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RestResource {
  /** Prefix of the service property that bnd derives from this annotation. */
  String PREFIX_ = "lamina.";
}
