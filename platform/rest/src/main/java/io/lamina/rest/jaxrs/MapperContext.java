package io.lamina.rest.jaxrs;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives a resource method the platform's mapper, for JSON inside multipart bodies and streams. */
record MapperContext(ObjectMapper mapper) implements ContextProvider<ObjectMapper> {
  @Override
  public ObjectMapper createContext(Message message) {
    return mapper;
  }
}
