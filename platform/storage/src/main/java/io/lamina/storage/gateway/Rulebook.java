package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The rules of all capabilities that have any, as they come and go. */
@Component(service = Rulebook.class)
public final class Rulebook {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<ObjectRules> rules = List.of();

  /** For DS, which fills and empties the rulebook. */
  public Rulebook() {
    // nothing to prepare
  }

  Rulebook(List<ObjectRules> rules) {
    this.rules = rules;
  }

  Optional<ObjectRules> find(BlobKey key) {
    return rules.stream().filter(each -> key.value().startsWith(each.prefix())).findFirst();
  }

  /**
   * @throws LaminaException 503 while the capability that would judge it is away
   */
  ObjectRules require(BlobKey key) {
    return find(key)
        .orElseThrow(
            () ->
                LaminaException.unavailable(
                    "The module that takes these objects is not active at the moment. Try again"
                        + " shortly, or ask your administrator",
                    SOON));
  }
}
