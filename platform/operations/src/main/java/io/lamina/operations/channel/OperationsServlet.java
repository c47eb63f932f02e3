package io.lamina.operations.channel;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorGoneException;
import io.lamina.rest.ServletRoute;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The operator's way in: {@code POST /operations/<command>} from this machine, with the token of
 * the data folder. The body is the operator's folder and then his arguments, one a line; the answer
 * streams what {@link WireOutput} writes.
 */
@Component(service = Servlet.class)
@ServletRoute(path = "/operations/", open = true)
public final class OperationsServlet extends HttpServlet {
  static final String TOKEN = "X-Operator-Token";

  private static final long serialVersionUID = 1L;
  private static final int MOST_BYTES = 64 * 1024;

  private final transient Commands commands;
  private final transient OperatorToken token;

  @Activate
  public OperationsServlet(BundleContext bundle, @Reference Commands commands) throws IOException {
    this(
        commands,
        OperatorToken.writtenTo(
            Path.of(bundle.getProperty("lamina.data"), "run", "operator-token")));
  }

  OperationsServlet(Commands commands, OperatorToken token) {
    this.commands = commands;
    this.token = token;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!Peer.isThisMachine(request)) {
      throw LaminaException.notFound("There is nothing at this path; see /docs");
    }
    if (!request.getMethod().equals("POST")) {
      response.setHeader("Allow", "POST");
      throw new LaminaException(
          ErrorKind.METHOD_NOT_ALLOWED, "This is where bin/lamina sends its commands by POST");
    }
    if (!token.matches(request.getHeader(TOKEN))) {
      throw LaminaException.forbidden(
          "Commands are for the operator of this machine: call bin/lamina as the user who owns the"
              + " data folder");
    }
    String path = request.getPathInfo();
    String name = path == null ? "" : path.replaceAll("^/+|/+$", "");
    OperatorCall call = call(request);
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    run(name, call, response);
  }

  private void run(String name, OperatorCall call, HttpServletResponse response)
      throws IOException {
    Writer writer = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    WireOutput output = new WireOutput(writer, System::nanoTime);
    try {
      output.exit(commands.run(name, call, output));
    } catch (OperatorGoneException e) {
      throw new IOException("The operator left before the command ended", e);
    }
  }

  private static OperatorCall call(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw LaminaException.tooLarge("The arguments of a command have at most 64 KiB");
    }
    List<String> lines = new String(body, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.get(0).startsWith("/")) {
      throw LaminaException.badRequest("The first line is the operator's folder");
    }
    OperatorCall here = new OperatorCall(Path.of("/"), lines.subList(1, lines.size()));
    return new OperatorCall(here.path(lines.get(0)), here.arguments());
  }
}
