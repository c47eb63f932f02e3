package io.lamina.rest.jaxrs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.json.JsonBodies;
import io.lamina.rest.json.LaminaJson;
import io.lamina.rest.routing.Generation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletConfig;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.jaxrs.lifecycle.SingletonResourceProvider;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.cxf.transport.http.DestinationRegistryImpl;
import org.apache.cxf.transport.http.HTTPTransportFactory;

/**
 * One generation of a capability's JAX-RS server. It shares nothing with another one: own bus (by
 * default all buses share one destination registry, facts/stack.md trap 2), own JSON mapper.
 */
public final class CapabilityServer implements Generation {
  private final ServletConfig servlet;
  private final Bus bus;
  private final Server server;
  private final AbstractHTTPDestination destination;

  /**
   * @param servlet in whose name requests are served
   * @param resources singletons, not empty
   * @param maxJsonBytes of a request body
   */
  public CapabilityServer(ServletConfig servlet, List<Object> resources, long maxJsonBytes) {
    this.servlet = servlet;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // CXF and the JAX-RS API look for their parts by the context class loader
    thread.setContextClassLoader(JAXRSServerFactoryBean.class.getClassLoader());
    try {
      RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
      bus = new CXFBusFactory().createBus();
      // what goes wrong is logged once, by us and with its error id (H-16)
      bus.setProperty(
          FaultListener.class.getName(), (FaultListener) (fault, description, message) -> false);
      JAXRSServerFactoryBean bean = new JAXRSServerFactoryBean();
      bean.setBus(bus);
      bean.setAddress("/");
      bean.setDestinationFactory(new HTTPTransportFactory(new DestinationRegistryImpl()));
      bean.setProperties(Map.of("default.wae.mapper.least.specific", true));
      bean.setResourceComparator(new ChosenRoute());
      ObjectMapper mapper = LaminaJson.newMapper();
      bean.setProviders(
          List.of(
              new JsonBodies(mapper, maxJsonBytes),
              new MapperContext(mapper),
              new CallerContext(),
              new AnswerEndContext(),
              new FileLimitContext(),
              new PublicBaseContext(),
              new BrowserContext(),
              new MultipartContext(),
              new UnprovenAnswers(),
              new SimpleParameters(),
              new Failures()));
      bean.setResourceClasses(resources.stream().<Class<?>>map(Object::getClass).toList());
      for (Object resource : resources) {
        bean.setResourceProvider(resource.getClass(), new SingletonResourceProvider(resource));
      }
      server = bean.create();
      destination = (AbstractHTTPDestination) server.getDestination();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireKnownCharset(request);
    destination.invoke(servlet, servlet.getServletContext(), request, response);
  }

  /** CXF takes a charset that nobody knows for a failure of the server. */
  private static void requireKnownCharset(HttpServletRequest request) {
    String name = request.getCharacterEncoding();
    try {
      if (name == null || Charset.isSupported(name)) {
        return;
      }
    } catch (IllegalCharsetNameException e) {
      // refused like one that is not known
    }
    throw new LaminaException(
        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
        "The charset of the Content-Type is unknown here; send UTF-8");
  }

  @Override
  public void destroy() {
    server.destroy();
    bus.shutdown(false);
  }
}
