package io.lamina.rest.door;

import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.FileLimit;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.limits.Quota;
import io.lamina.rest.limits.RateLimits;
import java.util.Optional;
import javax.servlet.http.HttpServletResponse;

/** The files of one request; used by the one thread that reads its body. */
final class CountedFiles implements FileLimit {
  private final RateLimits limits;
  private final Exchange exchange;
  private final HttpServletResponse response;
  private final String network;
  private long taken;

  CountedFiles(RateLimits limits, Exchange exchange, HttpServletResponse response, String network) {
    this.limits = limits;
    this.exchange = exchange;
    this.response = response;
    this.network = network;
  }

  @Override
  public void take() {
    Caller caller = exchange.caller();
    if (caller.may(Permission.BULK_UPLOAD)) {
      return;
    }
    String path = exchange.path().decoded();
    Optional<Quota> quota = limits.takeFile(path, caller, network);
    if (quota.isEmpty()) {
      return;
    }
    if (quota.get().granted()) {
      taken++;
      return;
    }
    limits.giveBackFiles(path, caller, network, taken);
    Quota left =
        new Quota(
            false, quota.get().limit(), taken, quota.get().untilNext(), quota.get().untilFull());
    Toll.tell(response, left);
    throw Toll.refusal(
        left,
        "Too many files: at most "
            + Toll.perHour(left, caller)
            + ". Nothing of this upload was stored. "
            + (taken == 0 ? "Try again" : "Send at most " + taken + " files now, or try again")
            + " in "
            + Quota.seconds(left.untilNext())
            + " seconds; the permission "
            + Permission.BULK_UPLOAD.key()
            + " lifts this limit");
  }
}
