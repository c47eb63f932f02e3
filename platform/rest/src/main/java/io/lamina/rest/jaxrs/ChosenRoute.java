package io.lamina.rest.jaxrs;

import io.lamina.rest.routing.Route;
import java.lang.reflect.Method;
import org.apache.cxf.jaxrs.ext.ResourceComparator;
import org.apache.cxf.jaxrs.model.ClassResourceInfo;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Message;

/**
 * Makes CXF take the class and the method that the routing table chose, so that there is one order
 * of templates and not two.
 */
final class ChosenRoute implements ResourceComparator {
  @Override
  public int compare(ClassResourceInfo one, ClassResourceInfo other, Message message) {
    Class<?> chosen = route(message).owner().getClass();
    return Boolean.compare(other.getServiceClass() == chosen, one.getServiceClass() == chosen);
  }

  @Override
  public int compare(OperationResourceInfo one, OperationResourceInfo other, Message message) {
    Route route = route(message);
    return Boolean.compare(isChosen(other, route), isChosen(one, route));
  }

  private static boolean isChosen(OperationResourceInfo operation, Route route) {
    Method method = operation.getMethodToInvoke();
    return route.javaMethods().contains(method);
  }

  private static Route route(Message message) {
    return Requests.of(message).route();
  }
}
