package io.lamina.patientimages.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.LaminaException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scenario, known by its id alone: 1 to 64 letters, digits, dashes and underscores, which are its
 * part of the keys {@code patient_images/scenario_{id}/{uuid}.{ext}}.
 */
public record Scenario(String id) {
  /** How the keys begin of its images, of marks beside them, and of what earlier systems kept. */
  public static final Set<String> PREFIXES = Set.of("patient_images/", "patient/", "scenario_");

  static final String PREFIX = "patient_images/";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern KEY =
      Pattern.compile(PREFIX + "scenario_([A-Za-z0-9_-]{1,64})/[^/]+");
  private static final Pattern LEGACY =
      Pattern.compile("(?:patient/)?scenario_([A-Za-z0-9_-]{1,64})\\.jpg");

  public Scenario {
    if (!ID.matcher(id).matches()) {
      throw LaminaException.badRequest(
          "A scenario's id is 1 to 64 letters, digits, dashes and underscores");
    }
  }

  /** The scenario that a key belongs to; empty for a key of anything else. */
  static Optional<Scenario> of(BlobKey key) {
    return Optional.of(KEY.matcher(key.value()))
        .filter(Matcher::matches)
        .or(() -> Optional.of(LEGACY.matcher(key.value())).filter(Matcher::matches))
        .map(match -> new Scenario(match.group(1)));
  }

  /** How the keys of its images begin. */
  String folder() {
    return PREFIX + "scenario_" + id + "/";
  }

  /** Where earlier systems kept its one image (contract, section 4). */
  List<BlobKey> legacyKeys() {
    return List.of(
        new BlobKey("patient/scenario_" + id + ".jpg"), new BlobKey("scenario_" + id + ".jpg"));
  }

  /** A key that a client gave back, if it is one of this scenario's (H-05). */
  Optional<BlobKey> ownKey(String text) {
    try {
      return Optional.of(new BlobKey(text)).filter(key -> of(key).equals(Optional.of(this)));
    } catch (LaminaException e) {
      return Optional.empty();
    }
  }

  /** Stands for the scenario being shown to everybody. */
  BlobKey publicMark() {
    return new BlobKey(PREFIX + "public/scenario_" + id);
  }

  /** Stands for its images being looked at, before they are shown to everybody. */
  BlobKey checkMark() {
    return new BlobKey(PREFIX + "checked/scenario_" + id);
  }
}
