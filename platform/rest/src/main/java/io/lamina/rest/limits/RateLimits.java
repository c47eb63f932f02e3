package io.lamina.rest.limits;

import io.lamina.api.identity.Caller;
import io.lamina.rest.limits.Buckets.Key;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts requests and uploaded files by caller: a signed-in one by his id, whatever door he came
 * through, an anonymous one by his address. Users and addresses have rooms of their own, so that no
 * flood of addresses pushes out what users have used up. Changed settings take effect with the next
 * request and keep what was used.
 */
public final class RateLimits {
  private final Buckets addresses;
  private final Buckets users;
  private volatile LimitsSettings settings;

  public RateLimits(LimitsSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * @param nanos the clock
   */
  RateLimits(LimitsSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.addresses = new Buckets(settings.mostBuckets(), nanos);
    this.users = new Buckets(settings.mostBuckets(), nanos);
  }

  /** From now on these. */
  public void set(LimitsSettings changed) {
    settings = changed;
    addresses.setMost(changed.mostBuckets());
    users.setMost(changed.mostBuckets());
  }

  public boolean on() {
    return settings.on();
  }

  /**
   * Counts a request.
   *
   * @param path decoded
   * @param address of the caller, as a network that is counted as one
   * @return empty where nothing is limited
   */
  public Optional<Quota> takeRequest(String path, Caller caller, String address) {
    return family(path).flatMap(family -> request(family, caller, address));
  }

  private Optional<Quota> request(Family family, Caller caller, String address) {
    long figure = caller.isAnonymous() ? family.anonymous() : family.user();
    return take(caller, key(caller, address, family, false), figure);
  }

  /** Counts a file of an upload. */
  public Optional<Quota> takeFile(String path, Caller caller, String address) {
    return family(path)
        .flatMap(family -> take(caller, key(caller, address, family, true), family.files()));
  }

  /** Of a request that was refused whole. */
  public void giveBackFiles(String path, Caller caller, String address, long count) {
    family(path)
        .ifPresent(family -> room(caller).giveBack(key(caller, address, family, true), count));
  }

  /** Counts an attempt with a password as a failed one; {@link #giveBackSignIn} takes it back. */
  public Optional<Quota> takeSignIn(String address) {
    LimitsSettings now = settings;
    return now.on() ? request(now.signIn(), Caller.anonymous(address), address) : Optional.empty();
  }

  public void giveBackSignIn(String address) {
    addresses.giveBack(new Key(address, settings.signIn().name(), false), 1);
  }

  /** Empty where nothing is limited: when switched off, and for health and metrics (D-06). */
  private Optional<Family> family(String path) {
    LimitsSettings now = settings;
    boolean outside =
        path.equals("/health") || path.startsWith("/health/") || path.equals("/metrics");
    return now.on() && !outside ? now.families().of(path) : Optional.empty();
  }

  private Optional<Quota> take(Caller caller, Key key, long figure) {
    return figure == Family.UNLIMITED
        ? Optional.empty()
        : Optional.of(room(caller).take(key, figure));
  }

  private static Key key(Caller caller, String address, Family family, boolean files) {
    return new Key(caller.isAnonymous() ? address : caller.userId(), family.name(), files);
  }

  private Buckets room(Caller caller) {
    return caller.isAnonymous() ? addresses : users;
  }
}
