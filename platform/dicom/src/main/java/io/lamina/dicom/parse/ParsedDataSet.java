package io.lamina.dicom.parse;

import io.lamina.dicom.DataSet;
import io.lamina.dicom.Element;
import io.lamina.dicom.ElementVisitor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A data set or an item, over the elements the parser found. */
public final class ParsedDataSet implements DataSet {
  private final Encoding encoding;
  private final long start;
  private final long contentStart;
  private final long contentEnd;
  private final long end;
  private final boolean undefinedLength;
  private final List<ParsedElement> stored;
  private final ParsedElement[] ascending;
  private final Texts texts;

  /**
   * @param texts character set named here or above
   */
  ParsedDataSet(
      Encoding encoding,
      long start,
      long contentStart,
      long contentEnd,
      long end,
      boolean undefinedLength,
      List<ParsedElement> stored,
      Texts texts) {
    this.encoding = encoding;
    this.start = start;
    this.contentStart = contentStart;
    this.contentEnd = contentEnd;
    this.end = end;
    this.undefinedLength = undefinedLength;
    this.stored = Collections.unmodifiableList(stored);
    this.ascending = ascending(stored);
    this.texts = texts;
  }

  private static ParsedElement[] ascending(List<ParsedElement> stored) {
    ParsedElement[] sorted = stored.toArray(new ParsedElement[0]);
    for (int i = 1; i < sorted.length; i++) {
      if (Integer.compareUnsigned(sorted[i - 1].tag(), sorted[i].tag()) > 0) {
        Arrays.sort(sorted, Comparator.comparingInt(e -> e.tag() + Integer.MIN_VALUE));
        break;
      }
    }
    return sorted;
  }

  static ParsedDataSet empty() {
    return new ParsedDataSet(Encoding.EXPLICIT_LITTLE, 0, 0, 0, 0, false, List.of(), Texts.ASCII);
  }

  public Encoding encoding() {
    return encoding;
  }

  /** Elements in the order of the stream. */
  public List<ParsedElement> stored() {
    return stored;
  }

  /** Elements by tag. */
  public List<ParsedElement> ascending() {
    return Collections.unmodifiableList(Arrays.asList(ascending));
  }

  /** Position of the item tag; of the first element where this is no item. */
  public long start() {
    return start;
  }

  public long contentStart() {
    return contentStart;
  }

  public long contentEnd() {
    return contentEnd;
  }

  /** First position after the item, its delimiter included. */
  public long end() {
    return end;
  }

  public boolean isUndefinedLength() {
    return undefinedLength;
  }

  public Texts texts() {
    return texts;
  }

  /** The element; null where it is absent. */
  public ParsedElement find(int tag) {
    int low = 0;
    int high = ascending.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(ascending[middle].tag(), tag);
      if (order == 0) {
        return ascending[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  @Override
  public boolean contains(int tag) {
    return find(tag) != null;
  }

  @Override
  public Optional<String> vr(int tag) {
    ParsedElement element = find(tag);
    return element == null ? Optional.empty() : Optional.of(shownVr(element));
  }

  @Override
  public Optional<String> string(int tag) {
    List<String> values = strings(tag);
    return values.isEmpty() || values.get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(0));
  }

  @Override
  public List<String> strings(int tag) {
    ParsedElement element = find(tag);
    return element == null || !element.isInMemory() ? List.of() : Values.strings(this, element);
  }

  @Override
  public OptionalInt integer(int tag) {
    ParsedElement element = find(tag);
    return element == null || !element.isInMemory()
        ? OptionalInt.empty()
        : Values.integer(this, element);
  }

  @Override
  public OptionalDouble decimal(int tag) {
    double[] values = decimals(tag);
    return values.length == 0 || Double.isNaN(values[0])
        ? OptionalDouble.empty()
        : OptionalDouble.of(values[0]);
  }

  @Override
  public double[] decimals(int tag) {
    ParsedElement element = find(tag);
    return element == null || !element.isInMemory()
        ? new double[0]
        : Values.decimals(this, element);
  }

  @Override
  public Optional<byte[]> bytes(int tag) {
    ParsedElement element = find(tag);
    return element == null ? Optional.empty() : Optional.ofNullable(element.value());
  }

  @Override
  public List<DataSet> items(int tag) {
    ParsedElement element = find(tag);
    return element == null || element.items() == null ? List.of() : List.copyOf(element.items());
  }

  @Override
  public void visit(ElementVisitor visitor) {
    for (ParsedElement element : ascending) {
      Element shown = show(element);
      visitor.element(shown);
      if (element.isSequence()) {
        int index = 1;
        for (ParsedDataSet item : element.items()) {
          visitor.startItem(shown, index);
          item.visit(visitor);
          visitor.endItem(shown, index++);
        }
      }
    }
  }

  /** The element as visitors and editors see it. */
  public Element show(ParsedElement element) {
    boolean bulk = element.isBulk();
    return new Element(
        element.tag(),
        shownVr(element),
        privateCreator(element.tag()),
        this,
        bulk ? element.valuePosition() : -1,
        bulk ? element.length() : -1);
  }

  private static String shownVr(ParsedElement element) {
    return element.isSequence() ? Vr.SQ.name() : element.vr().name();
  }

  private String privateCreator(int tag) {
    int block = (tag >>> 8) & 0xff;
    if ((tag & 0x10000) == 0 || block < 0x10) {
      return null;
    }
    return string((tag & 0xffff0000) | block).orElse(null);
  }
}
