package io.lamina.dicom;

/**
 * One element as a visitor or an editor sees it.
 *
 * @param tag 32-bit tag, group in the upper half
 * @param vr two letters
 * @param privateCreator creator of the private block the tag lies in; null for standard elements
 *     and for private ones without a creator
 * @param dataSet the data set or item it stands in: values are asked of it
 * @param bulkPosition position of the value in the source; -1 where the value is in memory
 * @param bulkLength length of the value in bytes; -1 where the value is in memory or encapsulated
 *     in fragments of unknown total length
 */
public record Element(
    int tag,
    String vr,
    String privateCreator,
    DataSet dataSet,
    long bulkPosition,
    long bulkLength) {
  public boolean isBulk() {
    return bulkPosition >= 0;
  }

  public boolean isPrivate() {
    return (tag & 0x10000) != 0;
  }
}
