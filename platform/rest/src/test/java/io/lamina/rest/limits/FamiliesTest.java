package io.lamina.rest.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which limits a path has. */
class FamiliesTest {
  private static final Families SHIPPED = LimitsSettings.shipped(Map.of()).families();

  @ParameterizedTest
  @CsvSource({
    "/viewer/api/studies,viewer,100,1000",
    "/viewer/api/upload,viewer,100,1000",
    "/viewer/api/images/7/analyze,viewer,100,1000",
    "/viewer/api,viewer,100,1000",
    "/viewer/api/images/7/data,images,600,60000",
    "/viewer/api/images/7/pixels,images,600,60000",
    "/viewer/api/images/7/rendered,images,600,60000",
    "/viewer/api/images/7/frames/3/rendered,images,600,60000",
    "/api/auth/login,signin,600,3000",
    "/login,signin,600,3000",
    "/api/annotations/1/mask-groups/2/upload-url,api,600,20000",
    "/api/processing/jobs,scans,600,20000",
    "/objects/lamina/masks/a.png,objects,60000,60000",
    "/patient-images/scenarios/1/images,patientimages,600,10000",
    "/dicomweb/studies,dicomweb,600,120000",
    "/,other,3600,36000",
    "/docs,other,3600,36000",
    "/openapi.json,other,3600,36000",
    "/viewer,other,3600,36000"
  })
  void thePathsOfTheDocumentsHaveTheirFigures(String path, String name, long anonymous, long user) {
    Family family = SHIPPED.of(path).orElseThrow();
    assertEquals(name, family.name());
    assertEquals(anonymous, family.anonymous());
    assertEquals(user, family.user());
    assertEquals(name.equals("viewer") ? 50 : Family.UNLIMITED, family.files());
  }

  @Test
  void theMostSpecificPatternWins() {
    Families families =
        new Families(
            List.of(
                Family.of("all", "/** anonymous=1 user=1"),
                Family.of("below", "/a/** anonymous=1 user=1"),
                Family.of("star", "/a/*/c anonymous=1 user=1"),
                Family.of("exact", "/a/b/c anonymous=1 user=1")));
    assertEquals("exact", families.of("/a/b/c").orElseThrow().name());
    assertEquals("star", families.of("/a/x/c").orElseThrow().name());
    assertEquals("below", families.of("/a/x/d").orElseThrow().name());
    assertEquals("below", families.of("/a").orElseThrow().name());
    assertEquals("all", families.of("/ab").orElseThrow().name());
    assertEquals("all", families.of("/").orElseThrow().name());
  }

  @Test
  void aFigureMayBeNone() {
    Family family = Family.of("x", "/x anonymous=none user=5");
    assertEquals(Family.UNLIMITED, family.anonymous());
    assertEquals(5, family.user());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anonymous=1 user=1|at least one path",
        "/x user=1|anonymous=",
        "/x anonymous=0 user=1|from 1 to",
        "/x anonymous=-5 user=1|from 1 to",
        "/x anonymous=many user=1|from 1 to",
        "/x anonymous=1 user=1 guests=4|unknown",
        "x/** anonymous=1 user=1|no path",
        "/x/**/y anonymous=1 user=1|no path",
        "/x*/y anonymous=1 user=1|no path"
      })
  void saysWhatIsWrongWithALine(String line, String why) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Family.of("mine", line));
    assertTrue(refusal.getMessage().contains("'mine'"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  @Test
  void refusesTwoOfOneNameOrOnePath() {
    Family one = Family.of("one", "/x/** anonymous=1 user=1");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Families(List.of(one, Family.of("one", "/y/** anonymous=1 user=1"))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Families(List.of(one, Family.of("two", "/x/** anonymous=1 user=1"))));
  }

  @Test
  void theSwitchOfTheEnvironmentTurnsAllOff() {
    assertTrue(LimitsSettings.shipped(Map.of()).on());
    assertTrue(LimitsSettings.shipped(Map.of("LAMINA_RATE_LIMITS", "on")).on());
    assertFalse(LimitsSettings.shipped(Map.of("LAMINA_RATE_LIMITS", "off")).on());
  }
}
