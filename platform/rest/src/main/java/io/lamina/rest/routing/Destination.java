package io.lamina.rest.routing;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** What answers the requests of a route: a capability's JAX-RS server or a servlet. */
public interface Destination {
  /**
   * @return false when it is being replaced: the caller looks the route up again; true obliges to
   *     {@link #leave}
   */
  boolean enter();

  void leave();

  void serve(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException;
}
