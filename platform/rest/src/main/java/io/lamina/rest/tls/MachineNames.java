package io.lamina.rest.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By what clients may call this machine. */
final class MachineNames {
  private static final Logger LOG = LoggerFactory.getLogger(MachineNames.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private MachineNames() {}

  /** Names first, never empty. */
  static Set<String> all() {
    Set<String> names = new LinkedHashSet<>();
    try {
      InetAddress own = InetAddress.getLocalHost();
      addName(names, own.getHostName());
      addName(names, own.getCanonicalHostName());
    } catch (UnknownHostException e) {
      LOG.debug("This machine does not know its own name", e);
    }
    names.add("localhost");
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          names.add(address.getHostAddress().replaceAll("%.*", ""));
        }
      }
    } catch (SocketException e) {
      LOG.debug("The addresses of this machine cannot be listed", e);
    }
    return names;
  }

  private static void addName(Set<String> names, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (NAME.matcher(lower).matches() && !lower.matches("[0-9.]+")) {
      names.add(lower);
    }
  }
}
