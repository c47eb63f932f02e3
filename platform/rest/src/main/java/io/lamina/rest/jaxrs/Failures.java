package io.lamina.rest.jaxrs;

import io.lamina.rest.errors.ErrorAnswer;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;

/** Hands whatever a resource throws to the front door's one way of answering it. */
final class Failures implements ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException web && web.getResponse().hasEntity()) {
      return web.getResponse();
    }
    ErrorAnswer answer = Requests.of(JAXRSUtils.getCurrentMessage()).exchange().answerTo(thrown);
    Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
    answer.headers().forEach(response::header);
    return response.build();
  }
}
