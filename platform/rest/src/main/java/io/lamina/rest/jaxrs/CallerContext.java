package io.lamina.rest.jaxrs;

import io.lamina.api.identity.Caller;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives a resource method its {@code @Context Caller}. */
final class CallerContext implements ContextProvider<Caller> {
  @Override
  public Caller createContext(Message message) {
    return Requests.of(message).caller();
  }
}
