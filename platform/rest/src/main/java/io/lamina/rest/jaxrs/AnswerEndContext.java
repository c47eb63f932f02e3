package io.lamina.rest.jaxrs;

import io.lamina.rest.AnswerEnd;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives a resource method its {@code @Context AnswerEnd}. */
final class AnswerEndContext implements ContextProvider<AnswerEnd> {
  @Override
  public AnswerEnd createContext(Message message) {
    return Requests.of(message)::hold;
  }
}
