package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The rules of all capabilities that have any, as they come and go. */
@Component(service = Rulebook.class)
public final class Rulebook {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final List<ObjectRules> rules = new CopyOnWriteArrayList<>();

  /** Of all rules that were ever here: where they are away they will be back. */
  private final Set<String> prefixes = ConcurrentHashMap.newKeySet();

  /** For DS, which fills and empties the rulebook. */
  public Rulebook() {
    // nothing to prepare
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(ObjectRules added) {
    prefixes.addAll(added.prefixes());
    rules.add(added);
  }

  void remove(ObjectRules removed) {
    rules.remove(removed);
  }

  /**
   * @return empty for a key that never had rules
   * @throws LaminaException 503 while those who have them are away
   */
  Optional<ObjectRules> find(BlobKey key) {
    boolean known = prefixes.stream().anyMatch(key.value()::startsWith);
    return known ? Optional.of(require(key)) : Optional.empty();
  }

  /**
   * @throws LaminaException 503 while the capability that would judge it is away
   */
  ObjectRules require(BlobKey key) {
    return rules.stream()
        .filter(each -> each.prefixes().stream().anyMatch(key.value()::startsWith))
        .findFirst()
        .orElseThrow(
            () ->
                LaminaException.unavailable(
                    "The module that takes these objects is not active at the moment. Try again"
                        + " shortly, or ask your administrator",
                    SOON));
  }
}
