package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.api.identity.Caller;
import io.lamina.testkit.FakeAuditTrail;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which refusals the audit trail is told of, and how many of one address it tells apart. */
class RefusalTrailTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RefusalTrail refusals = new RefusalTrail(nanos::get);
  private final FakeAuditTrail audit = new FakeAuditTrail();

  private void refuse(String address, String operation) {
    refusals.tell(Caller.anonymous(address), operation, 403, address);
  }

  private Set<String> operations(FakeAuditTrail trail) {
    return trail.entries().stream()
        .map(entry -> entry.event().objectId())
        .collect(Collectors.toSet());
  }

  @Test
  void oneAddressCannotCrowdOutTheOthers() {
    refusals.add(audit);
    int kinds = 3 * RefusalTrail.MOST_OF_ADDRESS;
    for (int i = 0; i < kinds; i++) {
      refuse("192.0.2.1", "GET /a/" + i);
    }
    assertEquals(kinds, audit.entries().size(), "each is told, so that all are counted");
    assertEquals(RefusalTrail.MOST_OF_ADDRESS + 1, operations(audit).size());
    refuse("192.0.2.2", "GET /mine");
    assertEquals(true, operations(audit).contains("GET /mine"));
    refuse("192.0.2.1", "GET /a/0");
    assertEquals("GET /a/0", last().event().objectId(), "what is known goes on to be told apart");
    nanos.addAndGet(Duration.ofMinutes(1).plusSeconds(1).toNanos());
    refuse("192.0.2.1", "GET /later");
    assertEquals("GET /later", last().event().objectId());
  }

  private FakeAuditTrail.Entry last() {
    List<FakeAuditTrail.Entry> all = audit.entries();
    return all.get(all.size() - 1);
  }

  /** The trail tells addresses apart: a subscriber of IPv6 has more of them than it has room. */
  @Test
  void aSubscriberOfIpv6IsOneAddress() {
    refusals.add(audit);
    for (int i = 0; i < 3 * RefusalTrail.MOST_OF_ADDRESS; i++) {
      refuse("2001:db8:0:7::" + Integer.toHexString(i + 1), "GET /same");
    }
    Set<String> addresses =
        audit.entries().stream().map(entry -> entry.caller().address()).collect(Collectors.toSet());
    assertEquals(RefusalTrail.MOST_OF_ADDRESS, addresses.size());
    refuse("2001:db8:0:8::1", "GET /same");
    assertEquals("2001:db8:0:8::1", last().caller().address());
    assertEquals("GET /same", last().event().objectId());
  }

  @Test
  void whatIsNotToldApartKeepsItsUser() {
    refusals.add(audit);
    for (int i = 0; i < RefusalTrail.MOST_OF_ADDRESS; i++) {
      refuse("192.0.2.1", "GET /a/" + i);
    }
    Caller user = new Caller(7, "user7", Set.of("reader"), Set.of(), "192.0.2.1");
    refusals.tell(user, "DELETE /b", 403, "192.0.2.1");
    assertEquals(RefusalTrail.OTHERS, last().event().objectId());
    assertEquals(7, last().caller().userId());
    assertEquals("user7", last().caller().username());
    assertEquals("192.0.2.1", last().caller().address());
  }

  @Test
  void anOldTrailThatLeavesAfterTheNewOneCameTakesNothingWithIt() {
    FakeAuditTrail old = new FakeAuditTrail();
    refusals.add(old);
    refusals.add(audit);
    refusals.remove(old);
    refuse("192.0.2.1", "GET /a");
    assertEquals(Set.of("GET /a"), operations(audit));
    assertEquals(0, old.entries().size());
    refusals.remove(audit);
    refuse("192.0.2.1", "GET /b");
    assertEquals(1, audit.entries().size());
  }
}
