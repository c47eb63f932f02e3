package io.lamina.dicom;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Names the place where a client gets bulk data that DICOM JSON leaves out (PS3.18, F.2.6). */
@ConsumerType
@FunctionalInterface
public interface BulkDataUris {
  /** Bulk data is left out altogether. */
  BulkDataUris NONE = element -> Optional.empty();

  /**
   * @param element whose value is not in memory
   * @return empty to leave the element out
   */
  Optional<String> uri(Element element);
}
