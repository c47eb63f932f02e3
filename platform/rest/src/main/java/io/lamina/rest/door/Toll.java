package io.lamina.rest.door;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ClientNetwork;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.limits.Quota;
import io.lamina.rest.limits.RateLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Lets one request in as one of its caller's, or refuses it with 429 (C-089). */
final class Toll {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RateLimits limits;
  private final Exchange exchange;
  private final HttpServletResponse response;
  private final String network;

  /**
   * @param address of the client, as resolved through trusted proxies (H-19)
   */
  Toll(RateLimits limits, Exchange exchange, HttpServletResponse response, String address) {
    this.limits = limits;
    this.exchange = exchange;
    this.response = response;
    this.network = ClientNetwork.of(address);
  }

  /**
   * Counts the request as the caller's; the caller is the exchange's from now on.
   *
   * @throws LaminaException 429
   */
  void admit(Caller caller) {
    exchange.setCaller(caller);
    limits
        .takeRequest(exchange.path().decoded(), caller, network)
        .ifPresent(quota -> demand(response, quota, "requests", caller));
    exchange.setFiles(new CountedFiles(limits, exchange, response, network));
  }

  /**
   * Finds out who calls. Passwords are counted before they are looked at, by address, because
   * looking at one is what costs. Other credentials cost little: wrong ones count as an anonymous
   * request.
   *
   * @param signIn gives an anonymous caller where no credentials were sent, and throws 401 for
   *     wrong ones
   * @throws LaminaException what signIn throws; 429
   */
  Caller signIn(HttpServletRequest request, Supplier<Caller> signIn) {
    return counted(sendsPassword(request) ? limits.takeSignIn(network) : Optional.empty(), signIn);
  }

  /**
   * Tests a secret that people may have chosen, which counts before it is looked at, whatever
   * header it comes in.
   *
   * @param test throws 401 for a wrong one
   * @throws LaminaException what the test throws; 429
   */
  <T> T test(Supplier<T> test) {
    return counted(limits.takeSignIn(network), test);
  }

  private <T> T counted(Optional<Quota> held, Supplier<T> test) {
    Caller nobody = Caller.anonymous(network);
    held.filter(quota -> !quota.granted())
        .ifPresent(quota -> demand(response, quota, "failed sign-ins", nobody));
    boolean wrong = false;
    try {
      return test.get();
    } catch (LaminaException e) {
      wrong = e.kind() == ErrorKind.UNAUTHENTICATED;
      if (wrong) {
        held.or(() -> limits.takeRequest(exchange.path().decoded(), nobody, network))
            .ifPresent(quota -> demand(response, quota, "requests", nobody));
      }
      throw e;
    } finally {
      if (held.isPresent() && !wrong) {
        limits.giveBackSignIn(network);
      }
    }
  }

  private static boolean sendsPassword(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null
        && authorization.trim().toLowerCase(Locale.ROOT).startsWith("basic");
  }

  private static void demand(
      HttpServletResponse response, Quota quota, String what, Caller caller) {
    tell(response, quota);
    if (!quota.granted()) {
      throw refusal(
          quota,
          "Too many "
              + what
              + ": at most "
              + perHour(quota, caller)
              + ". Try again in "
              + Quota.seconds(quota.untilNext())
              + " seconds");
    }
  }

  /**
   * Writes the headers of draft-ietf-httpapi-ratelimit-headers up to its revision 07, which is what
   * clients know: Reset in seconds until nothing is used up any more.
   */
  static void tell(HttpServletResponse response, Quota quota) {
    response.setHeader("RateLimit-Limit", Long.toString(quota.limit()));
    response.setHeader("RateLimit-Remaining", Long.toString(quota.remaining()));
    response.setHeader("RateLimit-Reset", Long.toString(Quota.seconds(quota.untilFull())));
    response.setHeader("RateLimit-Policy", quota.limit() + ";w=" + HOUR.toSeconds());
  }

  static String perHour(Quota quota, Caller caller) {
    return quota.limit()
        + " an hour"
        + (caller.isAnonymous() ? " from one address without signing in" : "");
  }

  static LaminaException refusal(Quota quota, String message) {
    Duration wait = Duration.ofSeconds(Quota.seconds(quota.untilNext()));
    return new LaminaException(ErrorKind.TOO_MANY_REQUESTS, message, null, null, wait, null);
  }
}
