package io.lamina.accounts.domain.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.lamina.accounts.domain.RandomSecret;
import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.SignInService;
import io.lamina.accounts.domain.SignInThrottle;
import io.lamina.accounts.domain.Slice;
import io.lamina.accounts.domain.UserDirectory;
import io.lamina.accounts.domain.UserService;
import io.lamina.accounts.domain.apikey.ApiKeys.Held;
import io.lamina.accounts.domain.apikey.ApiKeys.NewKey;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * API keys: what they are made of, and whom they let in. A key never has more rights than
 * its user, and makes keys or changes users only where that right was written into it.
 */
@Component(service = ApiKeyService.class)
public final class ApiKeyService {
  private static final String PREFIX = "lmk_";
  private static final Pattern TEXT = Pattern.compile("lmk_([0-9]{1,18})_([A-Za-z0-9_-]{43})");
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  private static final Duration USE_PAUSE = Duration.ofMinutes(1);

  private final ApiKeys keys;
  private final UserDirectory directory;
  private final UserService users;
  private final SignInThrottle throttle;
  private final Settings settings;
  private final Clock clock;
  private final Cache<Long, Held> byId;
  private final Cache<Long, Instant> uses = Caffeine.newBuilder().maximumSize(10_000).build();

  /**
   * @param text what the program sends; shown this once
   */
  public record MadeKey(ApiKey key, String text) {
    @Override
    public String toString() {
      return "MadeKey[" + key.id() + "]";
    }
  }

  @Activate
  public ApiKeyService(
      @Reference ApiKeys keys,
      @Reference UserDirectory directory,
      @Reference UserService users,
      @Reference SignInThrottle throttle,
      @Reference Settings settings) {
    this(keys, directory, users, throttle, settings, Clock.systemUTC());
  }

  public ApiKeyService(
      ApiKeys keys,
      UserDirectory directory,
      UserService users,
      SignInThrottle throttle,
      Settings settings,
      Clock clock) {
    this.keys = keys;
    this.directory = directory;
    this.users = users;
    this.throttle = throttle;
    this.settings = settings;
    this.clock = clock;
    this.byId =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfter(Expiry.writing((Long id, Held held) -> settings.stateCache()))
            .build();
  }

  /** Whether a bearer token is one of our keys rather than a token. */
  public static boolean isKey(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Makes a key of the caller's own.
   *
   * @param life empty: as long as configuration allows
   * @param only the rights it is to let through; empty: all but {@code user.manage}
   */
  public MadeKey create(
      Caller caller, String name, Optional<Duration> life, Optional<Set<Permission>> only) {
    caller.requireSignedIn();
    Optional<Set<Permission>> given = only.or(caller::only);
    requireMayMake(caller, given);
    Duration longest = settings.apiKeyLifetime();
    Duration asked = life.orElse(longest);
    if (asked.compareTo(SHORTEST_LIFE) < 0 || asked.compareTo(longest) > 0) {
      throw LaminaException.invalid(
          "Field 'expires_in' must be from "
              + SHORTEST_LIFE.toSeconds()
              + " to "
              + longest.toSeconds()
              + " seconds");
    }
    RandomSecret secret = RandomSecret.next();
    ApiKey key =
        keys.add(
            caller,
            new NewKey(
                caller.userId(),
                name.strip(),
                given,
                clock.instant().truncatedTo(ChronoUnit.MICROS).plus(asked),
                secret.hash()),
            settings.apiKeysPerUser());
    return new MadeKey(key, PREFIX + key.id() + "_" + secret.text());
  }

  private static void requireMayMake(Caller caller, Optional<Set<Permission>> given) {
    if (!caller.lets(Permission.USER_MANAGE)) {
      throw LaminaException.forbidden("An API key cannot make API keys");
    }
    if (caller.isNarrowed()) {
      Set<String> beyond = new TreeSet<>();
      given.orElseThrow().stream()
          .filter(right -> !caller.lets(right))
          .forEach(right -> beyond.add(right.key()));
      if (!beyond.isEmpty()) {
        throw LaminaException.forbidden(
            "An API key cannot give rights that it lacks: " + String.join(", ", beyond));
      }
    }
  }

  /**
   * Keys of a user, for himself and for who manages users.
   *
   * @param user empty: the caller
   */
  public Slice<ApiKey> list(Caller caller, Optional<Long> user, long offset, int limit) {
    caller.requireSignedIn();
    long whose = user.orElse(caller.userId());
    if (whose != caller.userId()) {
      caller.require(Permission.USER_MANAGE);
    }
    return keys.ofUser(whose, offset, limit);
  }

  /**
   * Ends a key at once: one's own, or with user.manage that of somebody who has no right that the
   * caller lacks.
   */
  public void revoke(Caller caller, long id) {
    caller.requireSignedIn();
    ApiKey key =
        keys.byId(id)
            .filter(
                found -> found.userId() == caller.userId() || caller.may(Permission.USER_MANAGE))
            .orElseThrow(
                () -> LaminaException.notFound("API key " + id + " was not found among yours"));
    if (!caller.lets(Permission.USER_MANAGE)) {
      throw LaminaException.forbidden("An API key cannot end API keys");
    }
    if (key.userId() != caller.userId()) {
      users.requireMayChange(caller, key.userId());
    }
    keys.remove(caller, key);
    byId.invalidate(id);
    uses.invalidate(id);
  }

  /**
   * Whom a key lets in.
   *
   * @throws LaminaException 401; 429 after many failures
   */
  public Caller authenticate(String text, String address) {
    Matcher parts = TEXT.matcher(text);
    Optional<ApiKey> opened =
        parts.matches()
            ? open(Long.parseLong(parts.group(1)), parts.group(2), address)
            : throttle.test(address, Optional::<ApiKey>empty);
    ApiKey key = opened.orElseThrow(SignInService::refused);
    Caller caller =
        directory
            .byId(key.userId())
            .filter(known -> known.user().active())
            .orElseThrow(SignInService::refused)
            .caller(address, Optional.of(key.lets()));
    noteUse(key.id());
    return caller;
  }

  private Optional<ApiKey> open(long id, String secret, String address) {
    String hash = RandomSecret.hashOf(secret);
    // no user name has a colon
    return throttle.test(
        "api-key:" + id,
        address,
        Optional.of(hash),
        () -> find(id).filter(key -> isSame(key.secretHash(), hash)).filter(this::inForce));
  }

  private Optional<ApiKey> find(long id) {
    Held held = read(id);
    if (held != null && !isOfNow(held)) {
      // his password or his standing changed since, and the key may have ended with it
      byId.invalidate(id);
      held = read(id);
    }
    return Optional.ofNullable(held).map(Held::key);
  }

  private Held read(long id) {
    return byId.get(id, key -> keys.held(key).orElse(null));
  }

  private boolean isOfNow(Held held) {
    return directory
        .byId(held.key().userId())
        .filter(known -> known.user().secret().generation() == held.generation())
        .isPresent();
  }

  private boolean inForce(ApiKey key) {
    return clock.instant().isBefore(key.expiresAt());
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  private void noteUse(long id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    boolean[] due = new boolean[1];
    uses.asMap()
        .compute(
            id,
            (key, last) -> {
              due[0] = last == null || !now.isBefore(last.plus(USE_PAUSE));
              return due[0] ? now : last;
            });
    if (due[0]) {
      keys.used(id, now, USE_PAUSE);
    }
  }
}
