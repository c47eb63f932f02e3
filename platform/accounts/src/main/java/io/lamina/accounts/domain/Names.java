package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** What counts as a user name, an e-mail address, a keycloak_id, and when two are the same. */
public final class Names {
  /** No colon: Basic could not carry it (RFC 7617, section 2). */
  private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._@+-]{1,150}");

  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,189}");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Folding makes some characters many. */
  private static final int LONGEST_KEY = 300;

  private Names() {}

  /** The form in which two names are compared: case and compatible characters folded. */
  public static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** The name in its stored form. */
  public static String username(String username) {
    String name = Normalizer.normalize(username.strip(), Normalizer.Form.NFC);
    if (!USERNAME.matcher(name).matches() || key(name).length() > LONGEST_KEY) {
      throw LaminaException.invalid(
          "Field 'username' must be 1 to 150 letters, digits or one of . _ @ + -");
    }
    return name;
  }

  /** The address in its stored form. */
  public static String email(String email) {
    String address = email.strip();
    if (!EMAIL.matcher(address).matches() || key(address).length() > LONGEST_KEY) {
      throw LaminaException.invalid("Field 'email' must be an e-mail address");
    }
    return address;
  }

  /** Whether a text can be a keycloak_id. */
  public static boolean isKeycloakId(String text) {
    return UUID_TEXT.matcher(text).matches();
  }

  /** The id in its stored form. */
  public static String keycloakId(String id) {
    if (!UUID_TEXT.matcher(id).matches()) {
      throw LaminaException.invalid("Field 'keycloak_id' must be a UUID");
    }
    return UUID.fromString(id).toString();
  }
}
