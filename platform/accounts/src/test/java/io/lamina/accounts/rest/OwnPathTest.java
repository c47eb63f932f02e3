package io.lamina.accounts.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sign-in leads to no other site. */
class OwnPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/docs", "/viewer/api/studies/?limit=5&q=a%20b", "/a//b", "/a?u=//x"})
  void goesToPathsOfOurs(String path) {
    assertEquals(path, OwnPath.of(path).path());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "docs",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/a\\b",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: sessionid=x",
        "/a\u0000b",
        " /docs",
        "/\u00e4"
      })
  void goesHomeOtherwise(String path) {
    assertEquals("/", OwnPath.of(path).path());
    assertEquals("/", OwnPath.of("/" + "a".repeat(2000)).path());
  }
}
