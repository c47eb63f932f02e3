package io.lamina.rest.door;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.work.Waiting;
import io.lamina.rest.PublicBase;
import io.lamina.rest.config.Pace;
import io.lamina.rest.connections.Turns;
import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.errors.Refusals;
import io.lamina.rest.exchange.DoorRequest;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.exchange.RequestPath;
import io.lamina.rest.limits.RateLimits;
import io.lamina.rest.routing.Route;
import io.lamina.rest.routing.RouteRegistry;
import io.lamina.rest.routing.RouteTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.servlet.DispatcherType;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

/**
 * The way of a request: id, path, origin, caller and his limits, route, then the capability's own
 * server; whatever is thrown on it is answered here.
 */
final class DoorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Request attribute with the {@link Exchange}, for {@link JettyErrors}. */
  static final String EXCHANGE = "io.lamina.exchange";

  private static final Duration AWAY = Duration.ofSeconds(5);

  private final transient RouteRegistry routes;
  private final transient Probes probes;
  private final transient Account account;
  private final transient Turns turns;
  private final transient Pace pace;
  private final transient SignIn signIn;
  private final transient SessionDoor sessions;
  private final transient Network network;
  private final transient Origins origins;
  private final transient RateLimits limits;
  private final transient RefusalTrail refusals;

  DoorServlet(
      RouteRegistry routes,
      Probes probes,
      Account account,
      Turns turns,
      Pace pace,
      SignIn signIn,
      Network network,
      Origins origins,
      RateLimits limits,
      RefusalTrail refusals) {
    this.routes = routes;
    this.probes = probes;
    this.account = account;
    this.turns = turns;
    this.pace = pace;
    this.signIn = signIn;
    this.sessions = new SessionDoor(signIn);
    this.network = network;
    this.origins = origins;
    this.limits = limits;
    this.refusals = refusals;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC
        && request.getAttribute(Visit.class.getName()) instanceof Visit visit) {
      visit.resume(response);
      return;
    }
    if (probes.answer(request, response)) {
      return;
    }
    Exchange exchange = new Exchange(request);
    request.setAttribute(EXCHANGE, exchange);
    Headers.secure(response);
    response.setHeader("X-Request-Id", exchange.id());
    MDC.put(AccessLog.ID, exchange.id());
    try {
      handle(exchange, request, response);
    } catch (Exception | LinkageError | StackOverflowError e) {
      answer(exchange, request, response, e);
    } finally {
      Visit.whenDone(request, () -> done(exchange, request));
      MDC.remove(AccessLog.ID);
    }
  }

  private void done(Exchange exchange, HttpServletRequest request) {
    if (exchange.turn() != null) {
      exchange.turn().end();
    }
    account.done(exchange, request);
    int status = Request.getBaseRequest(request).getResponse().getStatus();
    refusals.tell(exchange, request, status, network.address(request));
  }

  private void handle(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    exchange.setPath(RequestPath.parse(request.getRequestURI()));
    exchange.setTurn(turns.take());
    Waiting.<IOException, ServletException>with(
        exchange.turn(), () -> admit(exchange, request, response));
  }

  private void admit(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (exchange.method().equals("TRACE") || exchange.method().equals("CONNECT")) {
      throw new LaminaException(ErrorKind.METHOD_NOT_ALLOWED, "This method is not answered here");
    }
    PublicBase base = network.base(request);
    String address = network.address(request);
    Optional<RouteTable.Match> match = routes.table().find(exchange.path().decoded());
    match.ifPresent(found -> exchange.setRoute(found.template().toString(), found.capability()));
    boolean open =
        match.flatMap(found -> found.route(Route.ANY)).map(Route::access).orElse(null)
            == Route.Access.OPEN;
    if (Origins.isPreflight(request)) {
      origins.preflight(request, response, open);
      return;
    }
    origins.expose(request, response, open);
    Toll toll = new Toll(limits, exchange, response, address);
    if (open && !Origins.namesPlainAddress(request)) {
      toll.admit(Caller.anonymous(address));
    } else {
      if (origins.isForged(request, base)) {
        // counted as nobody's, whoever is named in it: each is told to the audit trail
        toll.admit(Caller.anonymous(address));
        throw Origins.refusal();
      }
      boolean form =
          match.flatMap(found -> found.route(exchange.method())).map(Route::access).orElse(null)
              == Route.Access.BROWSER;
      toll.admit(
          form
              ? sessions.caller(exchange, request, address)
              : toll.signIn(request, () -> caller(exchange, request, address)));
    }
    dispatch(exchange, match, request, response, base, address);
  }

  private Caller caller(Exchange exchange, HttpServletRequest request, String address) {
    if (!SignIn.isAsked(request)) {
      return sessions.caller(exchange, request, address);
    }
    String result = "failed";
    try {
      Caller caller = signIn.byHeader(request, address);
      result = "accepted";
      return caller;
    } catch (LaminaException e) {
      result = e.kind().status() == 401 ? "refused" : result;
      throw e;
    } finally {
      account.metrics().signedIn(result);
    }
  }

  private void dispatch(
      Exchange exchange,
      Optional<RouteTable.Match> match,
      HttpServletRequest request,
      HttpServletResponse response,
      PublicBase base,
      String address)
      throws ServletException, IOException {
    RouteTable.Match found =
        match.orElseThrow(
            () -> LaminaException.notFound("There is nothing at this path; see /docs"));
    Optional<Route> chosen = found.route(exchange.method());
    if (chosen.isEmpty()) {
      refuseMethod(exchange, found, request, response);
      return;
    }
    Optional<String> page =
        chosen.get().access() == Route.Access.SIGNED_IN && exchange.caller().isAnonymous()
            ? SessionDoor.signInPage(exchange, request, routes.table())
            : Optional.empty();
    if (page.isPresent()) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", page.get());
      return;
    }
    Route route = enter(exchange, chosen.get());
    DoorRequest entered = new DoorRequest(request, exchange, route, base, address, pace);
    boolean started = false;
    account.metrics().entered(route.capability());
    try {
      sessions.prove(exchange, entered);
      started = true;
      new Visit(entered, route.destination()).start(request, response);
    } finally {
      if (!started) {
        route.destination().leave();
      }
      Visit.whenDone(request, () -> account.metrics().left(route.capability()));
    }
    if (response.getStatus() >= 400 && !request.isAsyncStarted()) {
      linger(exchange, request, response);
    }
  }

  /** A route whose destination is just being replaced is in the table anew, or gone from it. */
  private Route enter(Exchange exchange, Route chosen) {
    Optional<Route> route = Optional.of(chosen);
    while (route.isPresent() && !route.get().away()) {
      if (route.get().access() == Route.Access.SIGNED_IN) {
        exchange.caller().requireSignedIn();
      }
      if (route.get().destination().enter()) {
        return route.get();
      }
      route =
          routes
              .table()
              .find(exchange.path().decoded())
              .flatMap(match -> match.route(exchange.method()));
    }
    throw away(chosen);
  }

  private static LaminaException away(Route route) {
    return LaminaException.unavailable(
        "The module '"
            + route.capability()
            + "' is not active at the moment. Try again shortly, or ask your administrator",
        AWAY);
  }

  private static void refuseMethod(
      Exchange exchange,
      RouteTable.Match found,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String allow = String.join(", ", found.allowed());
    if (exchange.method().equals("OPTIONS")) {
      response.setHeader("Allow", allow);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    ErrorAnswer answer =
        exchange.answerTo(
            new LaminaException(
                ErrorKind.METHOD_NOT_ALLOWED, "This path answers " + allow + " only"));
    Answers.send(response, answer.with("Allow", allow));
    linger(exchange, request, response);
  }

  /** What a refused client still sends is read without a turn. */
  private static void linger(
      Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
    if (exchange.turn() != null) {
      exchange.turn().end();
    }
    Answers.linger(request, response);
  }

  private static void answer(
      Exchange exchange, HttpServletRequest request, HttpServletResponse response, Throwable thrown)
      throws IOException {
    ErrorAnswer answer = exchange.answerTo(thrown);
    if (response.isCommitted()) {
      // too late for words: a cut connection tells the client that the answer is not whole
      throw new IOException("The answer was cut short", thrown);
    }
    Answers.send(response, answer);
    if (Refusals.find(thrown).isPresent()) {
      linger(exchange, request, response);
    }
  }
}
