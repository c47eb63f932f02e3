package io.lamina.rest.door;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.PublicBase;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;

/** Who is at the other end, and by which name he reached us; proxies are believed if trusted. */
final class Network {
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}\\])(?::[0-9]{1,5})?");

  private static final Cidr LOOPBACK = Cidr.of("127.0.0.0/8");
  private static final Cidr LOOPBACK_6 = Cidr.of("::1");

  private final URI publicUrl;
  private final List<Cidr> trusted;

  Network(URI publicUrl, List<String> trustedProxies) {
    this.publicUrl = publicUrl;
    this.trusted = trustedProxies.stream().map(Cidr::of).toList();
  }

  /** The client's address: the nearest one that is no trusted proxy (H-19). */
  String address(HttpServletRequest request) {
    String address = Cidr.bare(request.getRemoteAddr());
    if (trusted.isEmpty() || !isTrusted(address)) {
      return address;
    }
    String forwarded = joined(request, "X-Forwarded-For");
    if (forwarded == null) {
      return address;
    }
    String[] hops = forwarded.split(",", -1);
    for (int at = hops.length - 1; at >= 0; at--) {
      String hop = Cidr.bare(hops[at].trim());
      if (Cidr.bytes(hop).isEmpty()) {
        return address;
      }
      address = hop;
      if (!isTrusted(hop)) {
        break;
      }
    }
    return address;
  }

  /**
   * @throws LaminaException 400 for a Host that is none
   */
  PublicBase base(HttpServletRequest request) {
    String host = onlyHost(request);
    if (publicUrl != null) {
      return new PublicBase(publicUrl);
    }
    String scheme = request.isSecure() ? "https" : "http";
    if (!trusted.isEmpty() && isTrusted(request.getRemoteAddr())) {
      String forwardedScheme = last(joined(request, "X-Forwarded-Proto"));
      if ("http".equals(forwardedScheme) || "https".equals(forwardedScheme)) {
        scheme = forwardedScheme;
      }
      String forwardedHost = last(joined(request, "X-Forwarded-Host"));
      host = forwardedHost == null ? host : forwardedHost;
    }
    if (host == null || host.isEmpty()) {
      host = request.getServerName() + ":" + request.getServerPort();
    }
    if (!HOST.matcher(host).matches()) {
      throw LaminaException.badRequest("The Host header is malformed");
    }
    return new PublicBase(URI.create(scheme + "://" + host));
  }

  /** Whether a trusted proxy is at the other end. */
  boolean isProxy(HttpServletRequest request) {
    return isTrusted(request.getRemoteAddr());
  }

  /** Whether many clients may come from there: a trusted proxy, or one on this machine. */
  boolean isShared(InetAddress address) {
    return address.isLoopbackAddress() || isTrusted(address.getHostAddress());
  }

  /**
   * @param address as a connection has it
   */
  static boolean isLoopback(String address) {
    return Cidr.bytes(address)
        .map(bytes -> LOOPBACK.contains(bytes) || LOOPBACK_6.contains(bytes))
        .orElse(false);
  }

  /** Of two names a proxy in front may have judged the other one (RFC 9112, 3.2). */
  private static String onlyHost(HttpServletRequest request) {
    List<String> hosts = Collections.list(request.getHeaders("Host"));
    if (hosts.size() > 1) {
      throw LaminaException.badRequest("A request has one Host header");
    }
    return hosts.isEmpty() ? null : hosts.get(0);
  }

  private boolean isTrusted(String address) {
    return Cidr.bytes(address)
        .map(bytes -> trusted.stream().anyMatch(network -> network.contains(bytes)))
        .orElse(false);
  }

  /** A proxy that appends may add a line of its own instead of a value. */
  private static String joined(HttpServletRequest request, String name) {
    List<String> lines = Collections.list(request.getHeaders(name));
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  private static String last(String values) {
    return values == null ? null : values.substring(values.lastIndexOf(',') + 1).trim();
  }
}
