package io.lamina.testkit.phantom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UIDs below 2.25 made of UUIDs (PS3.5, B.2): the same words give the same UID. */
final class Uids {
  static final String IMPLEMENTATION_CLASS = of("implementation");

  private Uids() {}

  static String of(Object... words) {
    StringBuilder name = new StringBuilder("lamina-phantom");
    for (Object word : words) {
      name.append('/').append(word);
    }
    UUID uuid = UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8));
    return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
  }
}
