package io.lamina.rest.runtime;

import io.lamina.api.capability.HealthCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * The declarative components of one bundle, at one moment.
 *
 * @param configurations by component; a component without one waits for its configuration
 */
record BundleComponents(
    Map<ComponentDescriptionDTO, Collection<ComponentConfigurationDTO>> configurations) {
  private static final int DEEPEST_CAUSE = 8;

  /**
   * @param runtime null while there is none
   */
  static BundleComponents of(ServiceComponentRuntime runtime, Bundle bundle) {
    Map<ComponentDescriptionDTO, Collection<ComponentConfigurationDTO>> found =
        new java.util.LinkedHashMap<>();
    if (runtime != null) {
      for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
        if (runtime.isComponentEnabled(component)) {
          found.put(component, runtime.getComponentConfigurationDTOs(component));
        }
      }
    }
    return new BundleComponents(found);
  }

  /** Resources and servlets that are registered; -1 when one that is declared is not. */
  int routesInService() {
    int count = 0;
    for (var each : configurations.entrySet()) {
      if (isRoute(each.getKey())) {
        long working = each.getValue().stream().filter(BundleComponents::works).count();
        if (working == 0) {
          return -1;
        }
        count += (int) working;
      }
    }
    return count;
  }

  /** Why a resource, a servlet or a health check is not there; empty when all are. */
  String missing() {
    Set<String> reasons = new LinkedHashSet<>();
    configurations.forEach(
        (component, own) -> {
          if (isRoute(component) || provides(component, HealthCheck.class.getName())) {
            reasons.addAll(reasons(component, own, DEEPEST_CAUSE));
          }
        });
    return String.join("; ", reasons);
  }

  private List<String> reasons(
      ComponentDescriptionDTO component, Collection<ComponentConfigurationDTO> own, int depth) {
    if (own.stream().anyMatch(BundleComponents::works)) {
      return List.of();
    }
    if (own.isEmpty()) {
      return List.of(simple(component.name) + " waits for its configuration");
    }
    List<String> reasons = new ArrayList<>();
    for (ComponentConfigurationDTO configuration : own) {
      if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
        reasons.add(simple(component.name) + " failed to start; the log says why");
      } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
        reasons.add(simple(component.name) + " waits for its configuration");
      }
      for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
        reasons.addAll(reasons(component, reference, depth));
      }
    }
    return reasons;
  }

  /** Follows a missing service to the component of this bundle that should give it. */
  private List<String> reasons(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO reference, int depth) {
    String wanted =
        Arrays.stream(component.references)
            .filter(each -> each.name.equals(reference.name))
            .map((ReferenceDTO each) -> each.interfaceName)
            .findFirst()
            .orElse(reference.name);
    List<String> deeper = new ArrayList<>();
    configurations.forEach(
        (other, own) -> {
          if (depth > 0 && provides(other, wanted)) {
            deeper.addAll(reasons(other, own, depth - 1));
          }
        });
    if (!deeper.isEmpty()) {
      return deeper;
    }
    String target = reference.target == null ? "" : " " + reference.target;
    return List.of(simple(component.name) + " waits for " + simple(wanted) + target);
  }

  private static boolean works(ComponentConfigurationDTO configuration) {
    return configuration.state == ComponentConfigurationDTO.ACTIVE
        || configuration.state == ComponentConfigurationDTO.SATISFIED;
  }

  private static boolean isRoute(ComponentDescriptionDTO component) {
    return component.properties.containsKey("lamina.rest.resource")
        || component.properties.containsKey("lamina.servlet.path");
  }

  private static boolean provides(ComponentDescriptionDTO component, String type) {
    return Arrays.asList(component.serviceInterfaces).contains(type);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
