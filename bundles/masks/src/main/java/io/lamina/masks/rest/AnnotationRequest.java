package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.masks.domain.AnnotationContent;
import io.lamina.masks.domain.ImageReference;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** A new annotation (C-002). Whose it is, the sign-in says; a user_id in it is ignored (H-09). */
@JsonIgnoreProperties(ignoreUnknown = true)
record AnnotationRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Long projectId,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String studyInstanceUid,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String seriesInstanceUid,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String sopInstanceUid,
    @Schema(
            type = "object",
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "Any JSON object, at most 256 KiB")
        JsonNode annotationData,
    Boolean isShared,
    String viewerSoftware,
    @Schema(type = "array", description = "{id, type, values, unit} each, at most 256 KiB")
        JsonNode measurementValues,
    @Schema(defaultValue = "manual") String toolName,
    String toolVersion,
    String description) {

  AnnotationRequest {
    Require.field("project_id", projectId);
    Fields.uid("study_instance_uid", studyInstanceUid);
    Fields.uid("series_instance_uid", seriesInstanceUid);
    Fields.uid("sop_instance_uid", sopInstanceUid);
    Fields.object("annotation_data", Require.field("annotation_data", annotationData));
    Fields.measurements(measurementValues);
    Require.optionalText("viewer_software", viewerSoftware, Fields.SHORT);
    Require.optionalText("tool_name", toolName, Fields.SHORT);
    Require.optionalText("tool_version", toolVersion, Fields.SHORT);
    Require.optionalText("description", description, Fields.LONG);
  }

  ImageReference image() {
    return new ImageReference(studyInstanceUid, seriesInstanceUid, sopInstanceUid);
  }

  AnnotationContent content() {
    return new AnnotationContent(
        annotationData.toString(),
        Fields.measurements(measurementValues),
        Boolean.TRUE.equals(isShared),
        toolName == null ? "manual" : toolName,
        toolVersion,
        viewerSoftware,
        description);
  }
}
