package io.lamina.testkit.phantom;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A data set on its way into a file: elements by tag, written in order. */
final class Elements {
  /** One element; exactly one kind of value by its VR. */
  sealed interface Value {
    String vr();
  }

  record Text(String vr, byte[] bytes) implements Value {}

  /** US, SS and OW: 16-bit words. */
  record Words(String vr, short[] words) implements Value {}

  record Bytes(String vr, byte[] bytes) implements Value {}

  record Sequence(String vr, List<Elements> items) implements Value {}

  private final Map<Integer, Value> values = new TreeMap<>(Integer::compareUnsigned);
  private final CharacterSet characterSet;

  Elements(CharacterSet characterSet) {
    this.characterSet = characterSet;
  }

  /** Several values are joined by a backslash by the caller; empty for a type 2 without value. */
  Elements text(int tag, String vr, String value) {
    values.put(tag, new Text(vr, characterSet.encode(value)));
    return this;
  }

  /** A decimal string (DS) of at most 16 characters each. */
  Elements decimals(int tag, double... numbers) {
    StringBuilder text = new StringBuilder();
    for (double number : numbers) {
      text.append(text.isEmpty() ? "" : "\\").append(decimal(number));
    }
    return text(tag, "DS", text.toString());
  }

  Elements unsigned(int tag, int... numbers) {
    return words(tag, "US", numbers);
  }

  Elements signed(int tag, int... numbers) {
    return words(tag, "SS", numbers);
  }

  private Elements words(int tag, String vr, int... numbers) {
    short[] words = new short[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      words[i] = (short) numbers[i];
    }
    return words(tag, vr, words);
  }

  Elements words(int tag, String vr, short[] words) {
    values.put(tag, new Words(vr, words));
    return this;
  }

  Elements bytes(int tag, String vr, byte[] bytes) {
    values.put(tag, new Bytes(vr, bytes));
    return this;
  }

  Elements sequence(int tag, Elements... items) {
    values.put(tag, new Sequence("SQ", List.of(items)));
    return this;
  }

  /** An empty data set of the same character set, for an item. */
  Elements item() {
    return new Elements(characterSet);
  }

  Map<Integer, Value> values() {
    return values;
  }

  private static String decimal(double number) {
    String text = String.format(Locale.ROOT, "%.5f", number);
    text = text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    return text.equals("-0") ? "0" : text;
  }
}
