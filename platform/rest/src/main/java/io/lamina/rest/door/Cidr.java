package io.lamina.rest.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A network such as {@code 10.0.0.0/8} or {@code fd00::/8}; one address without the slash. */
final class Cidr {
  /** Keeps names out, which would be looked up. */
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * @throws IllegalArgumentException for anything else
   */
  static Cidr of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] network =
        bytes(address)
            .orElseThrow(() -> new IllegalArgumentException("No network address: " + text));
    int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > network.length * 8) {
      throw new IllegalArgumentException("No network: " + text);
    }
    return new Cidr(network, bits);
  }

  static Optional<byte[]> bytes(String address) {
    String literal = bare(address);
    if (!LITERAL.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(literal).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Jetty writes addresses of IPv6 in brackets, and those of one link with its name behind %. */
  static String bare(String address) {
    String open = address.startsWith("[") ? address.replaceAll("^\\[|\\]$", "") : address;
    int zone = open.indexOf('%');
    return zone < 0 ? open : open.substring(0, zone);
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if ((address[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }
}
