package io.lamina.rest.jaxrs;

import io.lamina.rest.exchange.DoorRequest;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.http.AbstractHTTPDestination;

/** The front door's own request inside CXF's message. */
final class Requests {
  private Requests() {}

  static DoorRequest of(Message message) {
    return (DoorRequest) message.get(AbstractHTTPDestination.HTTP_REQUEST);
  }
}
