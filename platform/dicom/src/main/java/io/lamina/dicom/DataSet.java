package io.lamina.dicom;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Elements of one data set or sequence item in ascending order of tag, with texts decoded by its
 * character set. Tags are the 32-bit numbers of PS3.6, see {@link Tag}.
 */
@ProviderType
public interface DataSet {
  boolean contains(int tag);

  /** VR as two letters; empty where the element is absent. */
  Optional<String> vr(int tag);

  /** First value as text, trimmed as its VR says; empty where absent, empty or bulk. */
  Optional<String> string(int tag);

  /** All values as text, null-free; empty list where absent, empty or bulk. */
  List<String> strings(int tag);

  /** First value as an integer; empty where absent, empty or no integer. */
  OptionalInt integer(int tag);

  /** First value as a number; empty where absent, empty or no number. */
  OptionalDouble decimal(int tag);

  /** All values as numbers; empty array where absent, empty or none. */
  double[] decimals(int tag);

  /** Value bytes as stored, byte order of the transfer syntax; empty where absent or bulk. */
  Optional<byte[]> bytes(int tag);

  /** Items of a sequence; empty list where absent, empty or no sequence. */
  List<DataSet> items(int tag);

  /** Walks every element in ascending order, items before what follows them. */
  void visit(ElementVisitor visitor);
}
