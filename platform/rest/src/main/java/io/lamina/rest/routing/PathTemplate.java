package io.lamina.rest.routing;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A URI template such as {@code /api/annotations/{id}/mask-groups}; a variable may carry its own
 * expression: {@code {rest:.*}}. Ordered as JAX-RS 3.7.2 has it, most specific first: literal
 * characters, then variables, then variables with an expression of their own.
 */
public final class PathTemplate implements Comparable<PathTemplate> {
  private static final Comparator<PathTemplate> MOST_SPECIFIC_FIRST =
      Comparator.<PathTemplate>comparingInt(template -> template.literals)
          .thenComparingInt(template -> template.variables)
          .thenComparingInt(template -> template.expressions)
          .reversed()
          .thenComparing(template -> template.shape);

  /** What a variable without an expression of its own matches. */
  private static final String PLAIN = "[^/]+";

  private final String text;
  private final String shape;
  private final Pattern pattern;
  private final int literals;
  private final int variables;
  private final int expressions;

  private PathTemplate(String text, String shape, int literals, int variables, int expressions) {
    this.text = text;
    this.shape = shape;
    this.pattern = Pattern.compile(shape);
    this.literals = literals;
    this.variables = variables;
    this.expressions = expressions;
  }

  /**
   * @param text slashes at both ends may be there or not
   * @throws IllegalArgumentException for a brace without its partner
   */
  public static PathTemplate of(String text) {
    String path = trim(text);
    StringBuilder shape = new StringBuilder();
    int literals = 0;
    int variables = 0;
    int expressions = 0;
    int at = 0;
    while (at < path.length()) {
      int open = path.indexOf('{', at);
      String literal = path.substring(at, open < 0 ? path.length() : open);
      if (literal.indexOf('}') >= 0) {
        throw new IllegalArgumentException("Brace without its partner in " + text);
      }
      literals += literal.length();
      if (!literal.isEmpty()) {
        shape.append(Pattern.quote(literal));
      }
      if (open < 0) {
        break;
      }
      int close = partner(path, open);
      String variable = path.substring(open + 1, close);
      int colon = variable.indexOf(':');
      String expression = colon < 0 ? PLAIN : variable.substring(colon + 1).trim();
      variables++;
      expressions += expression.equals(PLAIN) ? 0 : 1;
      shape.append('(').append(expression).append(')');
      at = close + 1;
    }
    return new PathTemplate(path, shape.toString(), literals, variables, expressions);
  }

  /** Everything below a prefix, which ends with a slash. */
  public static PathTemplate below(String prefix) {
    return of(trim(prefix) + "/{path:.*}");
  }

  private static String trim(String text) {
    String path = text.replaceAll("/{2,}", "/");
    path = path.startsWith("/") ? path : "/" + path;
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static int partner(String path, int open) {
    int depth = 0;
    for (int at = open; at < path.length(); at++) {
      if (path.charAt(at) == '{') {
        depth++;
      } else if (path.charAt(at) == '}' && --depth == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("Brace without its partner in " + path);
  }

  /**
   * @param path decoded, without trailing slash
   */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** First segment where it is literal, else "": what the table is sorted into drawers by. */
  String firstSegment() {
    int end = text.indexOf('/', 1);
    String first = text.substring(1, end < 0 ? text.length() : end);
    return first.indexOf('{') >= 0 ? "" : first;
  }

  /** Equal for templates that match the same paths, whatever their variables are called. */
  public String shape() {
    return shape;
  }

  @Override
  public int compareTo(PathTemplate other) {
    return MOST_SPECIFIC_FIRST.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathTemplate template && template.shape.equals(shape);
  }

  @Override
  public int hashCode() {
    return shape.hashCode();
  }

  /** The template as written, without trailing slash. */
  @Override
  public String toString() {
    return text;
  }
}
