package io.lamina.accounts.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Network addresses of clients. */
final class Addresses {
  /** Only literals: a name would be looked up in the network. */
  private static final Pattern IP_LITERAL =
      Pattern.compile("\\[?([0-9.]{7,15}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)]?");

  private static final int NETWORK_BYTES = 8;

  private Addresses() {}

  static boolean isLoopback(String address) {
    return parse(address).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /** The network that one client commands: of IPv6 a /64, all of whose addresses are his. */
  static String network(String address) {
    return parse(address)
        .map(
            parsed ->
                parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress())
        .orElse("unknown");
  }

  private static Optional<InetAddress> parse(String address) {
    var literal = IP_LITERAL.matcher(address);
    if (!literal.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(literal.group(1)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
