package io.lamina.accounts.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.browser.HtmlPage;

/** What the forms of those who are not signed in have in common. */
final class PageParts {
  private PageParts() {}

  /** Why a form is shown again. */
  static String alert(String reason) {
    return "<p class=\"refused\" role=\"alert\">" + HtmlPage.escaped(reason) + "</p>";
  }

  /**
   * A field with its label.
   *
   * @param label as text
   * @param attributes as HTML
   */
  static String field(String name, String label, String attributes) {
    return "<label for=\"%s\">%s</label>\n<input id=\"%s\" name=\"%s\" %s>"
        .formatted(name, HtmlPage.escaped(label), name, name, attributes);
  }

  /** An attribute that fills a field in. */
  static String value(String text) {
    return "value=\"" + HtmlPage.escaped(text) + "\"";
  }

  /** Seconds for Retry-After, 1 and up. */
  static long wait(LaminaException refusal) {
    return refusal.retryAfter().map(each -> Math.max(1, each.toSeconds())).orElse(1L);
  }
}
