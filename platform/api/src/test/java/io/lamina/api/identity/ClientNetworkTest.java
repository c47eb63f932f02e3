package io.lamina.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {
  @ParameterizedTest
  @ValueSource(strings = {"2001:db8:1:2::7", "2001:0DB8:1:2:ffff:1:2:3"})
  void addressesOfOneSubscriberAreOne(String address) {
    assertEquals("20:01:0d:b8:00:01:00:02::/64", ClientNetwork.of(address));
    assertNotEquals(ClientNetwork.of("2001:db8:1:3::7"), ClientNetwork.of(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "unknown", "", "host.example:80", "fe80::1%eth0"})
  void everythingElseStaysAsItIs(String address) {
    assertEquals(address, ClientNetwork.of(address));
  }

  @Test
  void anAddressOfIpv4InIpv6IsThatAddress() {
    assertEquals("::ffff:192.0.2.7", ClientNetwork.of("::ffff:192.0.2.7"));
    assertEquals(
        Caller.anonymous("2001:db8::1").holder(), Caller.anonymous("2001:db8::2").holder());
  }
}
