package io.lamina.operations.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import javax.servlet.http.HttpServletRequest;

/** Whether a request comes from this machine: by its socket, whatever its headers say. */
final class Peer {
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via");

  private Peer() {}

  /**
   * From loopback, or from the very address that it was sent to, as when the platform listens on
   * one address of the machine alone. What a proxy of this machine passes on is not from here.
   */
  static boolean isThisMachine(HttpServletRequest request) {
    if (FORWARDED.stream().anyMatch(name -> request.getHeader(name) != null)) {
      return false;
    }
    // the front door's wrapper answers with what trusted proxies forwarded
    ServletRequest socket = request;
    while (socket instanceof ServletRequestWrapper wrapper) {
      socket = wrapper.getRequest();
    }
    try {
      InetAddress remote = InetAddress.getByName(socket.getRemoteAddr());
      return remote.isLoopbackAddress()
          || remote.equals(InetAddress.getByName(socket.getLocalAddr()));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
