package io.lamina.accounts.rest;

import java.util.regex.Pattern;

/**
 * Where a browser goes after a form: a path of this platform. Whatever a browser could read as
 * another host ({@code //host}, {@code /\host}, tabs and line ends, which it drops) is the first
 * page instead.
 *
 * @param path with its query
 */
record OwnPath(String path) {
  private static final int LONGEST = 2000;
  private static final Pattern SAFE = Pattern.compile("/(?:[!-\\[\\]-~&&[^/]][!-\\[\\]-~]*)?");

  static OwnPath of(String asked) {
    boolean safe = asked != null && asked.length() <= LONGEST && SAFE.matcher(asked).matches();
    return new OwnPath(safe ? asked : "/");
  }
}
