package io.lamina.storage.signing;

import java.util.Set;

/**
 * What a signature is checked against. Holds the signature: never logged.
 *
 * @param path of the request line, not decoded
 * @param query of the request line, not decoded; null for none
 * @param hosts by which the client may have called: the Host header, and what the front door knows
 *     of a trusted proxy
 */
public record LinkRequest(String path, String query, Set<String> hosts) {
  public LinkRequest {
    hosts = Set.copyOf(hosts);
  }

  @Override
  public String toString() {
    return "LinkRequest[...]";
  }
}
