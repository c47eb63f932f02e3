package io.lamina.rest.jaxrs;

import io.lamina.rest.PublicBase;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives a resource method its {@code @Context PublicBase}. */
final class PublicBaseContext implements ContextProvider<PublicBase> {
  @Override
  public PublicBase createContext(Message message) {
    return Requests.of(message).base();
  }
}
