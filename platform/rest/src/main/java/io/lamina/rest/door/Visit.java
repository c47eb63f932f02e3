package io.lamina.rest.door;

import io.lamina.api.work.Waiting;
import io.lamina.rest.connections.PatientAnswer;
import io.lamina.rest.exchange.DoorRequest;
import io.lamina.rest.routing.Destination;
import java.io.IOException;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * A request inside its destination, which counts it until it is answered, be that in another
 * thread.
 */
final class Visit {
  private final DoorRequest request;
  private final Destination destination;

  /**
   * @param destination entered
   */
  Visit(DoorRequest request, Destination destination) {
    this.request = request;
    this.destination = destination;
  }

  void start(HttpServletRequest raw, HttpServletResponse response)
      throws IOException, ServletException {
    raw.setAttribute(Visit.class.getName(), this);
    try {
      resume(response);
    } finally {
      whenDone(raw, this::end);
    }
  }

  private void end() {
    request.releaseHeld();
    destination.leave();
  }

  void resume(HttpServletResponse response) throws IOException, ServletException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // libraries inside a bundle look for their parts by the context class loader
    thread.setContextClassLoader(request.route().owner().getClass().getClassLoader());
    try {
      Waiting.<IOException, ServletException>with(
          request.exchange().turn(),
          () -> destination.serve(request, new PatientAnswer(response, request.exchange().turn())));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Runs it now, or at the end of the request where that goes on in another thread. */
  static void whenDone(HttpServletRequest request, Runnable end) {
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new AtTheEnd(end));
    } else {
      end.run();
    }
  }

  private record AtTheEnd(Runnable end) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      end.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // complete follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // complete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
