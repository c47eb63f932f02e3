package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 5 failures of an account from an address, 30 from an address, 20 of an account are free. */
class SignInThrottleTest {
  private static final String HOME = "192.0.2.7";

  private final FakeSettings settings = new FakeSettings();
  private final TestClock clock = new TestClock();
  private final SignInThrottle throttle = new SignInThrottle(settings, clock);

  private boolean enters(String account, String address, String secret) {
    return throttle
        .test(
            account,
            address,
            Optional.of(secret),
            () -> secret.equals("right") ? Optional.of(account) : Optional.empty())
        .isPresent();
  }

  private void wrong(String account, String address) {
    assertEquals(false, enters(account, address, "wrong"));
  }

  private Duration held(String account, String address) {
    return refused(ErrorKind.TOO_MANY_REQUESTS, () -> enters(account, address, "wrong"))
        .retryAfter()
        .orElseThrow();
  }

  private static String bot(int number) {
    return "198.51." + number / 250 + "." + (1 + number % 250);
  }

  @Test
  void oneAccountFromOneAddressWaitsLongerEachTimeButNeverLong() {
    for (int i = 0; i < 5; i++) {
      wrong("eve", HOME);
    }
    for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
      assertEquals(Duration.ofSeconds(seconds + 1), held("EVE", HOME));
      clock.advance(Duration.ofSeconds(seconds));
      wrong("eve", HOME);
    }
    wrong("adam", HOME);
    wrong("eve", bot(1));
  }

  @Test
  void manyAccountsFromOneAddressWait() {
    for (int i = 0; i < 30; i++) {
      wrong("user" + i, HOME);
    }
    held("another", HOME);
    assertTrue(enters("another", bot(1), "right"));
  }

  @Test
  void oneAccountFromManyAddressesWaits() {
    for (int i = 0; i < 20; i++) {
      wrong("admin", bot(i));
    }
    held("admin", bot(100));
    assertTrue(enters("eve", bot(100), "right"));
  }

  /** The admin comes from where he never was, and a thousand bots try all the time. */
  @Test
  void nobodyTakesTheTurnOfAnAddressThatWaits() {
    for (int i = 0; i < 20; i++) {
      wrong("admin", bot(i));
    }
    Duration wait =
        refused(ErrorKind.TOO_MANY_REQUESTS, () -> enters("admin", HOME, "right"))
            .retryAfter()
            .orElseThrow();
    assertTrue(wait.compareTo(SignInThrottle.LONGEST_WAIT.plusSeconds(1)) <= 0, wait::toString);
    for (int i = 0; i < 1000; i++) {
      held("admin", bot(1000 + i));
    }
    clock.advance(wait);
    for (int i = 0; i < 500; i++) {
      wrong("admin", bot(1000 + i));
    }
    assertTrue(enters("admin", HOME, "right"));
  }

  @Test
  void whereSomebodySignedInBeforeAttacksOfOthersDoNotHoldHimUp() {
    assertTrue(enters("admin", HOME, "right"));
    for (int i = 0; i < 100; i++) {
      int bot = i;
      if (i < 20) {
        wrong("admin", bot(bot));
      } else {
        held("admin", bot(bot));
      }
    }
    for (int i = 0; i < 30; i++) {
      wrong("user" + i, HOME);
    }
    wrong("admin", HOME);
    assertTrue(enters("admin", HOME, "right"));
  }

  /** The attacker sits beside him, behind one address. */
  @Test
  void theSecretThatOpenedBeforeOpensWhileOthersGuessFromTheSameAddress() {
    assertTrue(enters("admin", HOME, "right"));
    for (int i = 0; i < 5; i++) {
      wrong("admin", HOME);
    }
    for (int i = 0; i < 10; i++) {
      held("admin", HOME);
      assertTrue(enters("admin", HOME, "right"));
    }
  }

  @Test
  void aRightSecretForgivesTheTyposBeforeIt() {
    for (int i = 0; i < 4; i++) {
      wrong("eve", HOME);
    }
    assertTrue(enters("eve", HOME, "right"));
    for (int i = 0; i < 5; i++) {
      wrong("eve", HOME);
    }
    held("eve", HOME);
  }

  @Test
  void anAccountOfOnesOwnDoesNotClearTheAddress() {
    for (int i = 0; i < 30; i++) {
      wrong("user" + i, HOME);
      if (i % 10 == 9 && i < 29) {
        assertTrue(enters("mallory", HOME, "right"));
      }
    }
    held("victim", HOME);
  }

  @Test
  void secretsWithoutAnAccountWaitByAddress() {
    for (int i = 0; i < 30; i++) {
      assertTrue(throttle.test(HOME, Optional::empty).isEmpty());
    }
    refused(ErrorKind.TOO_MANY_REQUESTS, () -> throttle.test(HOME, () -> Optional.of("right")));
    assertTrue(throttle.test(bot(1), () -> Optional.of("right")).isPresent());
  }

  @Test
  void anAttemptThatWasNotJudgedDoesNotCount() {
    for (int i = 0; i < 50; i++) {
      refused(
          ErrorKind.UNAVAILABLE,
          () ->
              throttle.test(
                  "eve",
                  HOME,
                  Optional.empty(),
                  () -> {
                    throw LaminaException.unavailable("full", Duration.ofSeconds(1));
                  }));
    }
    wrong("eve", HOME);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:7:1:2:3:4, 2001:db8::7:ffff:0:0:9, true",
    "2001:db8:0:7::1, 2001:db8:0:8::1, false",
    "::ffff:192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "[2001:db8:0:7::1], 2001:db8:0:7::2, true",
  })
  void oneNetworkOfSix(String one, String other, boolean same) {
    for (int i = 0; i < 5; i++) {
      wrong("eve", one);
    }
    if (same) {
      held("eve", other);
    } else {
      wrong("eve", other);
    }
  }

  @Test
  void parallelGuessesGainNothing() throws Exception {
    int threads = 40;
    CountDownLatch together = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Boolean>> guesses = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        guesses.add(
            () -> {
              try {
                together.countDown();
                together.await();
                wrong("eve", HOME);
                return true;
              } catch (LaminaException e) {
                assertEquals(ErrorKind.TOO_MANY_REQUESTS, e.kind());
                return false;
              }
            });
      }
      int tested = 0;
      for (Future<Boolean> each : pool.invokeAll(guesses)) {
        tested += each.get() ? 1 : 0;
      }
      assertEquals(5, tested);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void isOffForBenchmarks() {
    settings.guesses = Optional.empty();
    for (int i = 0; i < 100; i++) {
      wrong("eve", HOME);
    }
  }
}
