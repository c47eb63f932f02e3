package io.lamina.accounts.store;

import io.lamina.api.identity.Permission;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets of names as a column holds them. */
final class Words {
  private static final String SPACE = " ";

  private Words() {}

  static String of(Set<Permission> permissions) {
    return join(permissions.stream().map(Permission::key).toList());
  }

  /** A permission that the platform no longer has gives nothing. */
  static Set<Permission> permissions(String column) {
    return split(column).stream()
        .map(Permission::byKey)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  static String join(Collection<String> words) {
    return words.stream().sorted().collect(Collectors.joining(SPACE));
  }

  static Set<String> split(String column) {
    return Stream.of(column.split(SPACE))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
