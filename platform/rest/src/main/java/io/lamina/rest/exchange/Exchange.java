package io.lamina.rest.exchange;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.FileLimit;
import io.lamina.rest.connections.Turns.Turn;
import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.errors.ErrorDialect;
import io.lamina.rest.errors.Refusals;
import io.lamina.rest.forms.FormGuard;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the front door knows of one request: its id, path, caller, and how to refuse it. */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String id;
  private final String method;
  private final String accept;
  private final long startedAt = System.nanoTime();
  private RequestPath path = RequestPath.REFUSED;
  private String template = "-";
  private String capability;
  private Caller caller;
  private FileLimit files;
  private Turn turn;
  private Optional<String> session = Optional.empty();
  private FormGuard guard = FormGuard.NOT_NEEDED;

  public Exchange(HttpServletRequest request) {
    String asked = request.getHeader("X-Request-Id");
    this.id = asked != null && SANE_ID.matcher(asked).matches() ? asked : newId();
    this.method = request.getMethod();
    this.accept = request.getHeader("Accept");
  }

  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Answered as X-Request-Id and written to the log. */
  public String id() {
    return id;
  }

  public String method() {
    return method;
  }

  public RequestPath path() {
    return path;
  }

  public void setPath(RequestPath path) {
    this.path = path;
  }

  /** For the log: the template instead of the path, which may carry identifiers of patients. */
  public String template() {
    return template;
  }

  /** Null where no route is. */
  public String capability() {
    return capability;
  }

  public void setRoute(String template, String capability) {
    this.template = template;
    this.capability = capability;
  }

  /** Null until the front door knows who calls. */
  public Caller caller() {
    return caller;
  }

  public void setCaller(Caller caller) {
    this.caller = caller;
  }

  /** Null until the request is worked on. */
  public Turn turn() {
    return turn;
  }

  public void setTurn(Turn turn) {
    this.turn = turn;
  }

  /** Since it began. */
  public long nanos() {
    return System.nanoTime() - startedAt;
  }

  /** Null until the request was let in. */
  public FileLimit files() {
    return files;
  }

  public void setFiles(FileLimit files) {
    this.files = files;
  }

  /** Id of the session as which the request is authenticated. */
  public Optional<String> session() {
    return session;
  }

  public void setSession(String id) {
    this.session = Optional.of(id);
  }

  /** The session does not count for this request. */
  public void withoutSession(Caller anonymous) {
    this.session = Optional.empty();
    this.caller = anonymous;
  }

  /** Whether it has to be shown yet that a page of ours sent the request. */
  public FormGuard guard() {
    return guard;
  }

  public void setGuard(FormGuard guard) {
    this.guard = guard;
  }

  /** The answer to whatever was thrown; what is our own failure is logged with its error id. */
  public ErrorAnswer answerTo(Throwable thrown) {
    ErrorDialect dialect = ErrorDialect.of(path.decoded(), path.trailingSlash());
    Optional<LaminaException> refusal = Refusals.find(thrown);
    if (refusal.isPresent() && refusal.get().kind().status() != 500) {
      return ErrorAnswer.of(refusal.get(), dialect, accept, null);
    }
    String errorId = newId();
    LOG.error("error_id={} request={} {} {}", errorId, id, method, template, thrown);
    return ErrorAnswer.of(
        refusal.orElseGet(() -> Refusals.failure(thrown)), dialect, accept, errorId);
  }
}
