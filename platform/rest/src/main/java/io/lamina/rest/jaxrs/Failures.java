package io.lamina.rest.jaxrs;

import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.exchange.DoorRequest;
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
    DoorRequest request = Requests.of(JAXRSUtils.getCurrentMessage());
    ErrorAnswer answer = request.exchange().answerTo(thrown);
    if (request.answerStarted()) {
      // too late for words: a cut connection tells the client that the answer is not whole
      request.abort(thrown);
    }
    Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
    answer.headers().forEach(response::header);
    return response.build();
  }
}
