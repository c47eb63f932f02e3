package io.lamina.api.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What an address is counted as. */
public final class ClientNetwork {
  /** Only literals: a name would be looked up in the network. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  private static final int BYTES = 8;

  private ClientNetwork() {}

  /**
   * The /64 of an address of IPv6, the least that a subscriber is given (RFC 6177), so that he does
   * not count as millions; every other address as it is.
   *
   * @param address without brackets
   */
  public static String of(String address) {
    if (!IPV6.matcher(address).matches()) {
      return address;
    }
    try {
      return InetAddress.getByName(address) instanceof Inet6Address parsed
          ? HexFormat.ofDelimiter(":").formatHex(parsed.getAddress(), 0, BYTES) + "::/64"
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
