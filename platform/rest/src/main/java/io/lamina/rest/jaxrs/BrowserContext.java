package io.lamina.rest.jaxrs;

import io.lamina.rest.browser.Browser;
import io.lamina.rest.exchange.DoorRequest;
import io.lamina.rest.forms.RequestBrowser;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.http.AbstractHTTPDestination;

/** Gives a resource method its {@code @Context Browser}. */
final class BrowserContext implements ContextProvider<Browser> {
  @Override
  public Browser createContext(Message message) {
    DoorRequest request = Requests.of(message);
    HttpServletResponse response =
        (HttpServletResponse) message.get(AbstractHTTPDestination.HTTP_RESPONSE);
    return new RequestBrowser(request, response, request.exchange().session());
  }
}
