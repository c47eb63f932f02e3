package io.lamina.rest.door;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.config.MonitoringSettings;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.limits.RateLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Who reads {@code /metrics}, which says how much is done here and by which module: the machine
 * itself, the configured networks, who has the token, and who may manage modules.
 */
final class MetricsAccess {
  private static final List<String> FORWARDED =
      List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host");
  private static final Pattern LOCAL_NAME =
      Pattern.compile("(?:localhost|127\\.[0-9.]{5,11}|\\[::1\\])(?::[0-9]{1,5})?");

  private final byte[] token;
  private final List<Cidr> networks;
  private final Network network;
  private final SignIn signIn;
  private final RateLimits limits;

  MetricsAccess(MonitoringSettings settings, Network network, SignIn signIn, RateLimits limits) {
    this.token = settings.metricsToken().getBytes(StandardCharsets.UTF_8);
    this.networks = settings.metricsNetworks().stream().map(Cidr::of).toList();
    this.network = network;
    this.signIn = signIn;
    this.limits = limits;
  }

  /**
   * @throws LaminaException 401 or 403; 429 where too many secrets from there were wrong
   */
  void require(HttpServletRequest request, HttpServletResponse response) {
    if (isThisMachine(request) || isInNetworks(request)) {
      return;
    }
    String address = network.address(request);
    if (!SignIn.isAsked(request)) {
      Caller.anonymous(address).requireSignedIn();
    }
    boolean allowed =
        new Toll(limits, new Exchange(request), response, address)
            .test(
                () ->
                    hasToken(request.getHeader("Authorization"))
                        || signIn.byHeader(request, address).may(Permission.MODULE_MANAGE));
    if (!allowed) {
      throw LaminaException.forbidden("You need the permission " + Permission.MODULE_MANAGE.key());
    }
  }

  /**
   * A proxy on this machine is the whole world: what came through one is not local. Nor is what
   * calls us by a foreign name, as a page does that rebinds its own to our address.
   */
  private boolean isThisMachine(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return Network.isLoopback(request.getRemoteAddr())
        && !network.isProxy(request)
        && FORWARDED.stream().noneMatch(name -> request.getHeader(name) != null)
        && host != null
        && LOCAL_NAME.matcher(host).matches();
  }

  private boolean isInNetworks(HttpServletRequest request) {
    if (networks.isEmpty()) {
      return false;
    }
    return Cidr.bytes(network.address(request))
        .map(address -> networks.stream().anyMatch(each -> each.contains(address)))
        .orElse(false);
  }

  private boolean hasToken(String authorization) {
    return token.length > 0
        && authorization != null
        && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        && MessageDigest.isEqual(
            token, authorization.substring(7).trim().getBytes(StandardCharsets.UTF_8));
  }
}
