package io.lamina.accounts.rest;

import io.lamina.rest.browser.Browser;
import java.util.Optional;

/** A browser that keeps the session it gets. */
final class FakeBrowser implements Browser {
  Optional<String> session = Optional.empty();
  String mark = "";

  @Override
  public Optional<String> sessionId() {
    return session;
  }

  @Override
  public String sessionMark() {
    return mark;
  }

  @Override
  public String formToken() {
    return "token<\"of the form";
  }

  @Override
  public void signedIn(String sessionId) {
    session = Optional.of(sessionId);
  }

  @Override
  public void signedOut() {
    session = Optional.empty();
  }
}
