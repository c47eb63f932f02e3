package io.lamina.dicom;

import org.osgi.annotation.versioning.ConsumerType;

/** Sees elements in order (PS3.5, 7.1); for a sequence: the element, each item, its end. */
@ConsumerType
public interface ElementVisitor {
  /** An element; a sequence is followed by its items. */
  void element(Element element);

  /**
   * @param index of the item, from 1
   */
  default void startItem(Element sequence, int index) {}

  default void endItem(Element sequence, int index) {}
}
