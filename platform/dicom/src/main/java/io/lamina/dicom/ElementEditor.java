package io.lamina.dicom;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Decides for each element, at every depth, what becomes of it while an object is rewritten. */
@ConsumerType
public interface ElementEditor {
  /**
   * @param element as it was read; for a sequence asked before its items, which are asked only when
   *     it is kept. File meta comes first; its group length and its transfer syntax are not asked.
   */
  ElementEdit edit(Element element);

  /**
   * Elements to put into a data set, asked after its elements. One whose tag is there already takes
   * its place.
   *
   * @param dataSet the file meta, the data set, or an item that is kept
   */
  default List<Addition> additions(DataSet dataSet) {
    return List.of();
  }

  /** Whether the 128 bytes before a file's DICM stay; else they are zeroed. */
  default boolean keepsPreamble() {
    return true;
  }
}
