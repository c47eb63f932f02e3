package io.lamina.patientimages.rest;

import io.lamina.api.identity.Caller;
import io.lamina.patientimages.domain.Asker;
import io.lamina.rest.browser.Language;
import javax.servlet.http.HttpServletRequest;

/** Who asks; in Korean unless Accept-Language prefers English. */
final class Asked {
  private Asked() {}

  static Asker by(Caller caller, HttpServletRequest request) {
    return new Asker(caller, Language.of(request, Language.KOREAN) == Language.KOREAN);
  }
}
