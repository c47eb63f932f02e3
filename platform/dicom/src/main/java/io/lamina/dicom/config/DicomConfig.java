package io.lamina.dicom.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits on what a DICOM object may cost, and which codecs are used. */
@ObjectClassDefinition(id = "io.lamina.dicom", name = "Lamina DICOM")
public @interface DicomConfig {
  @AttributeDefinition(description = "Nested sequences before an object is refused, 1 to 256")
  int max_depth() default 128;

  @AttributeDefinition(description = "Elements, items and fragments before an object is refused")
  int max_elements() default 1_000_000;

  @AttributeDefinition(description = "MiB of header values before an object is refused")
  int max_header_mib() default 64;

  @AttributeDefinition(description = "MiB a deflated data set may inflate to")
  int max_inflated_mib() default 512;

  @AttributeDefinition(
      description =
          "Mi samples (rows x columns x samples per pixel) of one frame; a quarter of the Java heap"
              + " is a second limit")
  int max_frame_mi_samples() default 512;

  @AttributeDefinition(description = "Seconds that reading a header may take")
  int parse_seconds() default 20;

  @AttributeDefinition(description = "Seconds that decoding or rendering one frame may take")
  int decode_seconds() default 20;

  @AttributeDefinition(description = "Frames decoded at once; 0 for the number of processors")
  int decoder_threads() default 0;

  @AttributeDefinition(
      description =
          "MiB of the heap for all frames that are decoded, rendered or sent at once; 0 for half of"
              + " the heap less 64")
  int frame_memory_mib() default 0;

  @AttributeDefinition(
      description = "Seconds a request waits for that memory before it is answered 503")
  int frame_wait_seconds() default 10;

  @AttributeDefinition(
      description =
          "on: codecs of the platform's native library where it is there; off: pure Java codecs,"
              + " which know fewer transfer syntaxes")
  String native_codecs() default "on";
}
