package io.lamina.rest.browser;

import java.util.Collections;
import java.util.Locale;
import javax.servlet.http.HttpServletRequest;

/** The languages that pages speak. */
public enum Language {
  ENGLISH("en"),
  KOREAN("ko");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /** For the attribute {@code lang} and the header Content-Language. */
  public String code() {
    return code;
  }

  /** The one of ours that Accept-Language likes best; English where it likes none. */
  public static Language of(HttpServletRequest request) {
    return of(request, ENGLISH);
  }

  /** The one of ours that Accept-Language likes best. */
  public static Language of(HttpServletRequest request, Language otherwise) {
    if (request.getHeader("Accept-Language") == null) {
      return otherwise;
    }
    for (Locale locale : Collections.list(request.getLocales())) {
      for (Language language : values()) {
        if (language.code.equals(locale.getLanguage())) {
          return language;
        }
      }
    }
    return otherwise;
  }

  /** The text of this language. */
  public String say(String english, String korean) {
    return this == KOREAN ? korean : english;
  }
}
