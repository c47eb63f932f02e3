package io.lamina.rest.routing;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * One JAX-RS server over the resources a capability has at one moment. A change builds the next
 * one; this one answers until its last request is out (facts/stack.md, trap 2).
 */
public interface Generation {
  void serve(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException;

  /** Called once, when nobody is inside any more. */
  void destroy();

  /** Builds generations. */
  interface Factory {
    Generation build(String capability, List<Object> resources);
  }
}
