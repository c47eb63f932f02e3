package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Users as requests need them, from memory. A change made here is seen at once, one made on another
 * node after {@link Settings#stateCache()}.
 */
@Component(service = UserDirectory.class)
public final class UserDirectory {
  private final Users users;
  private final Settings settings;
  private final Cache<Long, Known> byId;
  private final Cache<String, Long> idByName = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<String, Long> idByIdentity =
      Caffeine.newBuilder().maximumSize(10_000).build();

  /**
   * @param permissions his rights outside projects and in every project
   * @param roles from which they were taken
   */
  public record Known(User user, Set<Permission> permissions, Roles roles) {
    public Caller caller(String address) {
      return caller(address, Optional.empty());
    }

    /**
     * @param only the rights his credential lets through; empty: all
     */
    public Caller caller(String address, Optional<Set<Permission>> only) {
      return new Caller(user.id(), user.username(), user.roles(), permissions, address, only);
    }
  }

  @Activate
  public UserDirectory(@Reference Users users, @Reference Settings settings) {
    this.users = users;
    this.settings = settings;
    this.byId =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfter(Expiry.writing((Long id, Known known) -> settings.stateCache()))
            .build();
  }

  public Optional<Known> byId(long id) {
    return Optional.ofNullable(byId.get(id, key -> users.byId(key).map(this::known).orElse(null)))
        .map(this::current);
  }

  Optional<Known> byUsername(String username) {
    // A name never goes to another user: users are deactivated, not deleted, and keep their names.
    return Optional.ofNullable(
            idByName.get(
                Names.key(username), key -> users.byUsername(key).map(User::id).orElse(null)))
        .flatMap(this::byId);
  }

  /**
   * @param keycloakId in stored form
   */
  public Optional<Known> byKeycloakId(String keycloakId) {
    Optional<Known> remembered =
        Optional.ofNullable(idByIdentity.getIfPresent(keycloakId))
            .flatMap(this::byId)
            .filter(known -> known.user().keycloakId().equals(Optional.of(keycloakId)));
    if (remembered.isPresent()) {
      return remembered;
    }
    Optional<Known> found = users.byKeycloakId(keycloakId).map(User::id).flatMap(this::byId);
    found.ifPresent(known -> idByIdentity.put(keycloakId, known.user().id()));
    return found;
  }

  /** To be called after every committed change of a user. */
  public void changed(long id) {
    byId.invalidate(id);
  }

  private Known current(Known known) {
    if (known.roles() == settings.roles()) {
      return known;
    }
    Known renewed = known(known.user());
    byId.asMap().replace(known.user().id(), known, renewed);
    return renewed;
  }

  private Known known(User user) {
    Roles roles = settings.roles();
    return new Known(user, roles.permissions(user.roles()), roles);
  }
}
