package io.lamina.accounts.store;

import static io.lamina.accounts.store.SignUpFixture.SOMEBODY;
import static io.lamina.accounts.store.SignUpFixture.edit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.accounts.domain.RandomSecret;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.apikey.ApiKeys.NewKey;
import io.lamina.accounts.domain.signup.Invitation;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.TestDatabase;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user left behind, and what ends it. */
class EndingsTest {
  private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

  /** What is left of all that he had. */
  record Left(boolean key, boolean invitation, boolean resetForHim, boolean resetByHim) {
    static final Left ALL = new Left(true, true, true, true);
    static final Left NOTHING = new Left(false, false, false, false);
  }

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaUsers.class, "accounts");
  }

  /** Somebody with an API key, an invitation, and resets for and by him, in one installation. */
  private static final class Someone {
    final SignUpFixture site;
    final JpaApiKeys keys;
    final User mallory;
    final long key;
    final String resetForHim;
    final String resetByHim;
    final long invitation;

    Someone(TestDatabase database) {
      site = new SignUpFixture(database);
      keys = new JpaApiKeys(database.jpa(), site.audit);
      mallory = site.user("mallory", "admin");
      Caller caller = site.caller(mallory);
      key =
          keys.add(caller, new NewKey(mallory.id(), "robot", Optional.empty(), LATER, "00"), 5)
              .id();
      String code = site.invite(caller);
      invitation = site.invitationStore.byCode(RandomSecret.hashOf(code)).orElseThrow().id();
      resetForHim = site.resets.issue(site.admin(), mallory.id()).token();
      resetByHim = site.resets.issue(caller, site.user("eve").id()).token();
    }

    Left left() {
      Instant now = site.clock.instant();
      return new Left(
          keys.byId(key).isPresent() && keys.held(key).isPresent(),
          site.invitationStore.byId(invitation).orElseThrow().state(now) == Invitation.State.OPEN,
          site.resetStore.isOpen(RandomSecret.hashOf(resetForHim), now),
          site.resetStore.isOpen(RandomSecret.hashOf(resetByHim), now));
    }

    int generation() {
      return keys.held(key).orElseThrow().generation();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPasswordThatAnotherSetsLeavesNothing(TestDatabase database) {
    Someone someone = new Someone(database);
    assertEquals(Left.ALL, someone.left());
    someone.site.users.setPassword(someone.mallory.id(), "hash");
    assertEquals(Left.NOTHING, someone.left());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aResetThatIsUsedLeavesNothing(TestDatabase database) {
    Someone someone = new Someone(database);
    someone.site.resets.redeem(SOMEBODY, someone.resetForHim, "a new password");
    assertEquals(Left.NOTHING, someone.left());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDeactivationLeavesNothingAndActivatingBringsNothingBack(TestDatabase database) {
    Someone someone = new Someone(database);
    someone.site.users.update(someone.mallory.id(), edit(null, false), Set.of());
    assertEquals(Left.NOTHING, someone.left());
    someone.site.users.update(someone.mallory.id(), edit(null, true), Set.of());
    assertEquals(Left.NOTHING, someone.left());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void hisOwnChangeEndsResetsAlone(TestDatabase database) {
    Someone someone = new Someone(database);
    int before = someone.generation();
    someone.site.users.changePassword(someone.mallory.id(), "hash");
    assertEquals(new Left(true, true, false, false), someone.left());
    assertEquals(before + 1, someone.generation(), "the key is known to be of before");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void otherRolesEndWhatHeGaveByThem(TestDatabase database) {
    Someone someone = new Someone(database);
    someone.site.users.update(someone.mallory.id(), edit(Set.of("student"), null), Set.of());
    assertEquals(new Left(true, false, true, false), someone.left());
  }
}
