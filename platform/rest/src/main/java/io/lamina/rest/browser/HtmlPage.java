package io.lamina.rest.browser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.ws.rs.core.Response;

/**
 * A small page without scripts and without anything from outside, readable on a phone. Its policy
 * allows its own style and forms that go to us, and nothing else.
 *
 * @param title as text
 * @param body as HTML; texts inside have to go through {@link #escaped}
 */
public record HtmlPage(Language language, String title, String body) {
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;color:#1a2733;background:#f4f6f8;margin:0}"
          + "main{max-width:22rem;margin:8vh auto;padding:1.5rem;background:#fff;"
          + "border:1px solid #d5dde4;border-radius:.5rem}"
          + "h1{font-size:1.3rem;margin:0 0 1rem}"
          + "label{display:block;margin:.75rem 0 .25rem}"
          + "input,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;"
          + "border:1px solid #9fb0bf;border-radius:.3rem}"
          + "button{margin-top:1.25rem;background:#0b5cab;border-color:#0b5cab;color:#fff;"
          + "cursor:pointer}"
          + ".refused{background:#fdecea;border:1px solid #e3a29b;border-radius:.3rem;"
          + "padding:.5rem .75rem}";

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + digest(STYLE)
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A text as HTML shows it, also inside an attribute in double quotes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The hidden field of a form that carries its token. */
  public static String tokenField(String formToken) {
    return "<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\""
        + escaped(formToken)
        + "\">";
  }

  /** The answer that shows the page; more headers may be added. */
  public Response.ResponseBuilder response(int status) {
    String html =
        """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title><style>%s</style></head>
        <body><main>
        %s
        </main></body></html>
        """
            .formatted(language.code(), escaped(title), STYLE, body);
    return Response.status(status)
        .type("text/html;charset=UTF-8")
        .header("Content-Language", language.code())
        .header("Vary", "Accept-Language, Cookie")
        .header("X-Frame-Options", "DENY")
        // of a page without referrers browsers send "Origin: null", also to ourselves (Fetch)
        .header("Referrer-Policy", "same-origin")
        .header("Content-Security-Policy", POLICY)
        .entity(html);
  }
}
