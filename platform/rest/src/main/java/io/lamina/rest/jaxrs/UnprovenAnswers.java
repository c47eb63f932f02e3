package io.lamina.rest.jaxrs;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.exchange.DoorRequest;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no success out of a resource that never read its form to the end, and so never knew whether
 * a page of ours had sent it: the last net below {@link io.lamina.rest.multipart.MultipartBody}.
 */
final class UnprovenAnswers implements ContainerResponseFilter {
  private static final Logger LOG = LoggerFactory.getLogger(UnprovenAnswers.class);

  @Override
  public void filter(ContainerRequestContext ignored, ContainerResponseContext response) {
    DoorRequest request = Requests.of(JAXRSUtils.getCurrentMessage());
    request.exchange().guard().answered();
    if (!request.exchange().guard().isPending() || response.getStatus() >= 400) {
      return;
    }
    LOG.error(
        "{} {} of '{}' answered before it had read its form to the end; read it by MultipartBody",
        request.exchange().method(),
        request.exchange().template(),
        request.route().capability());
    try {
      request.exchange().guard().requireProof();
    } catch (LaminaException refusal) {
      ErrorAnswer answer = request.exchange().answerTo(refusal);
      response.setStatus(answer.status());
      response.getHeaders().clear();
      answer.headers().forEach(response.getHeaders()::putSingle);
      response.setEntity(answer.body());
    }
  }
}
