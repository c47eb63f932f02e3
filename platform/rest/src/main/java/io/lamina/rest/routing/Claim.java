package io.lamina.rest.routing;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A resource or a servlet with the routes it asks for; routed once something can serve it. */
final class Claim {
  private static final AtomicLong ORDER = new AtomicLong();

  private final Object owner;
  private final List<Route> templates;
  private final long order = ORDER.incrementAndGet();
  private final InFlight inFlight = new InFlight();
  private volatile Destination destination;

  private Claim(Object owner, List<Route> templates) {
    this.owner = owner;
    this.templates = templates;
  }

  static Claim ofResource(Object resource, List<Route> templates) {
    return new Claim(resource, templates);
  }

  static Claim ofServlet(String capability, String prefix, boolean open, Servlet servlet) {
    Route.Access access = open ? Route.Access.OPEN : Route.Access.ANYONE;
    Claim claim =
        new Claim(
            servlet,
            List.of(
                new Route(
                    Route.ANY,
                    PathTemplate.below(prefix),
                    capability,
                    null,
                    servlet,
                    Set.of(),
                    access,
                    false,
                    Route.Forms.NONE)));
    claim.destination = new Counted(claim.inFlight, null, servlet::service);
    return claim;
  }

  Object owner() {
    return owner;
  }

  long order() {
    return order;
  }

  InFlight inFlight() {
    return inFlight;
  }

  boolean isServlet() {
    return owner instanceof Servlet;
  }

  String description() {
    return owner.getClass().getName();
  }

  void servedBy(RunningGeneration generation) {
    destination =
        new Counted(
            inFlight,
            generation.inFlight(),
            (request, response) -> generation.generation().serve(request, response));
  }

  /** Empty until something serves it. */
  List<Route> routes() {
    Destination now = destination;
    return now == null
        ? List.of()
        : templates.stream().map(template -> template.servedBy(now)).toList();
  }

  private interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  /**
   * @param server of the generation, or null for a servlet
   */
  private record Counted(InFlight own, InFlight server, Service service) implements Destination {
    @Override
    public boolean enter() {
      if (!own.enter()) {
        return false;
      }
      if (server == null || server.enter()) {
        return true;
      }
      own.leave();
      return false;
    }

    @Override
    public void leave() {
      if (server != null) {
        server.leave();
      }
      own.leave();
    }

    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      service.serve(request, response);
    }
  }
}
