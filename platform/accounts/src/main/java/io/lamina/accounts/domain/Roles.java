package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Permission;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Roles as named sets of permissions (D-04). Nothing else in the platform knows a role by name; the
 * names here come from configuration.
 */
public final class Roles {
  private static final String SITE = "site.";
  private static final String MEMBER = "member.";
  private static final String PROJECT = "project.";
  private static final String PROJECTS_SUFFIX = ".projects";

  /** Keys of the roles every installation has, so that a role keeps its number (role_id). */
  private static final List<String> FIRST = List.of("reader", "editor", "manager");

  private final Map<String, SiteRole> site;
  private final Map<String, ProjectRole> project;

  /**
   * @param permissions rights outside projects, and in every project
   * @param memberRole project role he gets where he is added without one
   * @param onlyProjects names of the only projects its users ever see; empty: no such limit
   */
  public record SiteRole(
      String name,
      Set<Permission> permissions,
      String memberRole,
      Optional<Set<String>> onlyProjects) {
    public SiteRole {
      permissions = Set.copyOf(permissions);
    }
  }

  /**
   * @param id number that clients of S1's origin know roles by, 1 and up
   */
  public record ProjectRole(int id, String name, Set<Permission> permissions) {
    public ProjectRole {
      permissions = Set.copyOf(permissions);
    }
  }

  private Roles(Map<String, SiteRole> site, Map<String, ProjectRole> project) {
    this.site = site;
    this.project = project;
  }

  /**
   * Reads {@code site.<role>}, {@code member.<role>}, {@code <role>.projects} and {@code
   * project.<role>}.
   *
   * @throws IllegalArgumentException for a permission or role that does not exist, naming the key
   */
  public static Roles of(Map<String, ?> properties) {
    Map<String, ?> sorted = new TreeMap<>(properties);
    Map<String, ProjectRole> project = new LinkedHashMap<>();
    List<String> names =
        Stream.concat(FIRST.stream(), namesBelow(PROJECT, sorted).stream()).distinct().toList();
    for (String name : names) {
      Set<Permission> rights = permissions(PROJECT + name, words(sorted.get(PROJECT + name)));
      project.put(name, new ProjectRole(project.size() + 1, name, rights));
    }
    Map<String, SiteRole> site = new LinkedHashMap<>();
    for (String name : namesBelow(SITE, sorted)) {
      String memberRole =
          words(sorted.get(MEMBER + name)).stream().findFirst().orElse(FIRST.get(0));
      if (!project.containsKey(memberRole)) {
        throw new IllegalArgumentException(
            MEMBER + name + " names '" + memberRole + "', which is no project role");
      }
      Set<Permission> rights = permissions(SITE + name, words(sorted.get(SITE + name)));
      Optional<Set<String>> only =
          Optional.ofNullable(sorted.get(name + PROJECTS_SUFFIX))
              .map(value -> Set.copyOf(words(value)));
      site.put(name, new SiteRole(name, rights, memberRole, only));
    }
    for (String key : sorted.keySet()) {
      requireSiteRole(key, site.keySet());
    }
    return new Roles(site, project);
  }

  private static void requireSiteRole(String key, Set<String> known) {
    String name = null;
    if (key.startsWith(MEMBER)) {
      name = key.substring(MEMBER.length());
    } else if (key.endsWith(PROJECTS_SUFFIX)) {
      name = key.substring(0, key.length() - PROJECTS_SUFFIX.length());
    }
    if (name != null && !known.contains(name)) {
      throw new IllegalArgumentException(
          key + " is about '" + name + "', but there is no key " + SITE + name);
    }
  }

  private static Collection<String> namesBelow(String prefix, Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> key.startsWith(prefix) && key.length() > prefix.length())
        .map(key -> key.substring(prefix.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> words(Object value) {
    Stream<?> parts;
    if (value == null) {
      parts = Stream.empty();
    } else if (value instanceof Object[] array) {
      parts = Arrays.stream(array);
    } else if (value instanceof Collection<?> collection) {
      parts = collection.stream();
    } else {
      parts = Stream.of(value);
    }
    return parts
        .flatMap(part -> Arrays.stream(part.toString().split(",")))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Set<Permission> permissions(String key, List<String> words) {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String word : words) {
      if (word.equals("*")) {
        permissions.addAll(EnumSet.allOf(Permission.class));
      } else {
        permissions.add(
            Permission.byKey(word)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            key
                                + " names the permission '"
                                + word
                                + "', which does not exist; there are "
                                + Arrays.stream(Permission.values())
                                    .map(Permission::key)
                                    .collect(Collectors.joining(", ")))));
      }
    }
    return permissions;
  }

  /** Site roles by name. */
  public List<SiteRole> siteRoles() {
    return List.copyOf(site.values());
  }

  /** Project roles by number. */
  public List<ProjectRole> projectRoles() {
    return List.copyOf(project.values());
  }

  /**
   * The rights of a user with these site roles outside projects and in every project. A role that
   * is limited to some projects limits the others too.
   *
   * @param names site roles; one that configuration no longer has gives nothing
   */
  public Set<Permission> permissions(Collection<String> names) {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    effective(names).forEach(role -> permissions.addAll(role.permissions()));
    return Set.copyOf(permissions);
  }

  /** Names of the only projects a user with these site roles sees; empty: no such limit. */
  public Optional<Set<String>> onlyProjects(Collection<String> names) {
    List<SiteRole> limited =
        effective(names).filter(role -> role.onlyProjects().isPresent()).toList();
    return limited.isEmpty()
        ? Optional.empty()
        : Optional.of(
            limited.stream()
                .flatMap(role -> role.onlyProjects().orElseThrow().stream())
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** The project role a user with these site roles gets by default: the strongest of theirs. */
  public ProjectRole memberRole(Collection<String> names) {
    return effective(names)
        .map(role -> project.get(role.memberRole()))
        .max(Comparator.comparingInt(role -> role.permissions().size()))
        .orElse(project.get(FIRST.get(0)));
  }

  /** Names of the site roles that have a permission. */
  public Set<String> siteRolesWith(Permission permission) {
    return site.values().stream()
        .filter(role -> role.permissions().contains(permission))
        .map(SiteRole::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Names of the project roles that have a permission. */
  public Set<String> projectRolesWith(Permission permission) {
    return project.values().stream()
        .filter(role -> role.permissions().contains(permission))
        .map(ProjectRole::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @throws LaminaException 400 for a name that is no site role, and for a role that is limited to
   *     some projects beside one that is not: the former would hide what the latter gives
   */
  public void requireSiteRoles(Collection<String> names) {
    for (String name : names) {
      if (!site.containsKey(name)) {
        throw LaminaException.invalid(
            "There is no role '" + name + "'. Roles are " + String.join(", ", site.keySet()));
      }
    }
    if (effective(names).count() != names.size()) {
      throw LaminaException.invalid(
          "A role that is limited to some projects cannot go with another one: "
              + String.join(", ", names));
    }
  }

  public Optional<ProjectRole> projectRole(String name) {
    return Optional.ofNullable(project.get(name));
  }

  /**
   * @throws LaminaException 400 for a name that is no project role
   */
  public ProjectRole requireProjectRole(String name) {
    return projectRole(name)
        .orElseThrow(
            () ->
                LaminaException.invalid(
                    "There is no project role '"
                        + name
                        + "'. Project roles are "
                        + String.join(", ", project.keySet())));
  }

  /**
   * @throws LaminaException 400 for a number that is no project role
   */
  public ProjectRole requireProjectRole(int id) {
    return project.values().stream()
        .filter(role -> role.id() == id)
        .findFirst()
        .orElseThrow(
            () ->
                LaminaException.invalid(
                    "There is no project role " + id + ". GET /api/roles lists them"));
  }

  /** The roles that count: those limited to some projects alone, where he has one. */
  private Stream<SiteRole> effective(Collection<String> names) {
    List<SiteRole> held = names.stream().map(site::get).filter(Objects::nonNull).toList();
    boolean limited = held.stream().anyMatch(role -> role.onlyProjects().isPresent());
    return held.stream().filter(role -> !limited || role.onlyProjects().isPresent());
  }
}
