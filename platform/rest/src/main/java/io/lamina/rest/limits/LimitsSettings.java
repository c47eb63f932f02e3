package io.lamina.rest.limits;

import io.lamina.rest.config.LimitsConfig;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The limits, checked.
 *
 * @param on whether anything is limited
 * @param signIn one of the families; its anonymous figure also bounds the passwords that one
 *     address may try in vain
 * @param mostBuckets kept for addresses, and as many again for users
 */
public record LimitsSettings(boolean on, Families families, Family signIn, int mostBuckets) {
  private static final int LEAST_BUCKETS = 1000;

  /**
   * @param environment whose LAMINA_RATE_LIMITS=off switches all off (D-11)
   * @throws IllegalArgumentException for a setting that cannot work, in words for hospital IT
   */
  public static LimitsSettings of(LimitsConfig config, Map<String, String> environment) {
    Family signIn = Family.of("signin", config.signin());
    List<Family> families = new ArrayList<>();
    families.add(Family.of("viewer", config.viewer()));
    families.add(Family.of("images", config.images()));
    families.add(signIn);
    families.add(Family.of("api", config.api()));
    families.add(Family.of("objects", config.objects()));
    families.add(Family.of("patientimages", config.patientimages()));
    families.add(Family.of("scans", config.scans()));
    families.add(Family.of("dicomweb", config.dicomweb()));
    families.add(Family.of("other", config.other()));
    for (String each : String.join(";", config.more()).split(";")) {
      String line = each.trim();
      if (!line.isEmpty()) {
        families.add(more(line));
      }
    }
    if (config.max_buckets() < LEAST_BUCKETS) {
      throw new IllegalArgumentException("max.buckets must be at least " + LEAST_BUCKETS);
    }
    return new LimitsSettings(
        config.enabled() && !"off".equalsIgnoreCase(environment.get("LAMINA_RATE_LIMITS")),
        new Families(families),
        signIn,
        config.max_buckets());
  }

  /** With the defaults of {@link LimitsConfig}. */
  public static LimitsSettings shipped(Map<String, String> environment) {
    return of(
        (LimitsConfig)
            Proxy.newProxyInstance(
                LimitsConfig.class.getClassLoader(),
                new Class<?>[] {LimitsConfig.class},
                (proxy, method, arguments) -> method.getDefaultValue()),
        environment);
  }

  private static Family more(String line) {
    int space = line.indexOf(' ');
    String name = space < 0 ? line : line.substring(0, space);
    if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
      throw new IllegalArgumentException(
          "more: '" + name + "' is no name; write: name /path/** anonymous=N user=N");
    }
    return Family.of(name, line.substring(name.length()));
  }
}
