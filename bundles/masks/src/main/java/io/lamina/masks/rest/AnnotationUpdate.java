package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.lamina.masks.domain.AnnotationChange;
import io.lamina.masks.domain.Change;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** A partial update: absent fields stay, null clears what may be empty. */
@JsonIgnoreProperties(ignoreUnknown = true)
record AnnotationUpdate(
    @Schema(type = "object") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<JsonNode> annotationData,
    @Schema(type = "array") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<JsonNode> measurementValues,
    @Schema(type = "boolean") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<Boolean> isShared,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> toolName,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> toolVersion,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> viewerSoftware,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> description) {

  AnnotationChange toDomain() {
    return new AnnotationChange(
        annotationData.present()
            ? Change.to(Fields.object("annotation_data", annotationData.value()))
            : Change.none(),
        measurementValues.present()
            ? Change.to(Fields.measurements(measurementValues.value()))
            : Change.none(),
        Fields.changeKept("is_shared", isShared, shared -> shared),
        Fields.changeKept(
            "tool_name", toolName, name -> Require.text("tool_name", name, Fields.SHORT)),
        Fields.change(
            toolVersion, text -> Require.optionalText("tool_version", text, Fields.SHORT)),
        Fields.change(
            viewerSoftware, text -> Require.optionalText("viewer_software", text, Fields.SHORT)),
        Fields.change(description, text -> Require.optionalText("description", text, Fields.LONG)));
  }
}
