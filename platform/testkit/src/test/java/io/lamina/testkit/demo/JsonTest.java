package io.lamina.testkit.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsWhatItWrites() {
    Map<String, Object> value =
        Map.of(
            "text",
            "a \"b\" \\ \n 한",
            "number",
            new BigDecimal("-1.5e3"),
            "list",
            List.of(true, List.of(), Map.of()));
    assertEquals(value, Json.read(Json.write(value)));
  }

  @Test
  void readsEscapesNullAndBlanks() {
    Map<?, ?> read = (Map<?, ?>) Json.read(" { \"a\" : \"\\ud55c\\t\\/\" , \"b\" : null } ");
    assertEquals("한\t/", read.get("a"));
    assertEquals(null, read.get("b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,]", "{\"a\" 1}", "nul", "\"open", "1 2", "<html>", "\"\\u12\"", "-"})
  void refusesWhatIsNoJson(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.read(text));
  }

  @Test
  void refusesNestingThatWouldOverflowTheStack() {
    assertThrows(IllegalArgumentException.class, () -> Json.read("[".repeat(100_000)));
  }
}
