package io.lamina.masks.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Parts of a collection that fit into the parameters of one statement. */
final class Chunks {
  private static final int SIZE = 500;

  private Chunks() {}

  static List<List<String>> of(Collection<String> all) {
    List<String> list = List.copyOf(all);
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < list.size(); from += SIZE) {
      chunks.add(list.subList(from, Math.min(list.size(), from + SIZE)));
    }
    return chunks;
  }
}
