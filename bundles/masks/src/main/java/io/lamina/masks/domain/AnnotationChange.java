package io.lamina.masks.domain;

/** A partial update: what is absent stays. */
public record AnnotationChange(
    Change<String> data,
    Change<String> measurements,
    Change<Boolean> shared,
    Change<String> toolName,
    Change<String> toolVersion,
    Change<String> viewerSoftware,
    Change<String> description) {

  AnnotationContent applyTo(AnnotationContent old) {
    return new AnnotationContent(
        data.orKeep(old.data()),
        measurements.orKeep(old.measurements()),
        shared.orKeep(old.shared()),
        toolName.orKeep(old.toolName()),
        toolVersion.orKeep(old.toolVersion()),
        viewerSoftware.orKeep(old.viewerSoftware()),
        description.orKeep(old.description()));
  }
}
