package io.lamina.dicom;

import org.osgi.annotation.versioning.ConsumerType;

/** Decides for each element, at every depth, what becomes of it while an object is rewritten. */
@ConsumerType
public interface ElementEditor {
  /**
   * @param element as it was read; for a sequence asked before its items, which are asked only when
   *     it is kept
   */
  ElementEdit edit(Element element);
}
