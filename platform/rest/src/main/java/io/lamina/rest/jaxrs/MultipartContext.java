package io.lamina.rest.jaxrs;

import io.lamina.rest.exchange.DoorRequest;
import io.lamina.rest.forms.FormGuard;
import io.lamina.rest.multipart.MultipartBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives a resource method its {@code @Context MultipartBody}. */
final class MultipartContext implements ContextProvider<MultipartBody> {
  @Override
  public MultipartBody createContext(Message message) {
    DoorRequest request = Requests.of(message);
    FormGuard guard = request.exchange().guard();
    try {
      return MultipartBody.of(
          request.unguardedBody(), request.getContentType(), guard::prove, guard::requireProof);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
