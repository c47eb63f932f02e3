package io.lamina.rest.jaxrs;

import io.lamina.rest.exchange.DoorRequest;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.http.AbstractHTTPDestination;

/** The front door's own request inside CXF's message. */
final class Requests {
  private Requests() {}

  static DoorRequest of(Message message) {
    // while an answer is written the current message is the outgoing one
    Message in =
        message.containsKey(AbstractHTTPDestination.HTTP_REQUEST)
            ? message
            : message.getExchange().getInMessage();
    return (DoorRequest) in.get(AbstractHTTPDestination.HTTP_REQUEST);
  }
}
