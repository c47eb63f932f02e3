package io.lamina.rest.jaxrs;

import io.lamina.rest.FileLimit;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives a resource method its {@code @Context FileLimit}. */
final class FileLimitContext implements ContextProvider<FileLimit> {
  @Override
  public FileLimit createContext(Message message) {
    return Requests.of(message).exchange().files();
  }
}
