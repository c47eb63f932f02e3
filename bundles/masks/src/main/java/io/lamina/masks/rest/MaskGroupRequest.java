package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.masks.domain.MaskGroupContent;
import io.lamina.masks.domain.MaskType;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** A new mask group (C-003). */
@JsonIgnoreProperties(ignoreUnknown = true)
record MaskGroupRequest(
    String groupName,
    String modelName,
    @Schema(description = "Of the model") String version,
    @Schema(description = "At most 16 characters, such as CT") String modality,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0", maximum = "100000")
        Integer sliceCount,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {"segmentation", "detection", "classification"})
        String maskType,
    String description) {
  static final int MAX_SLICES = 100_000;
  static final int MAX_MODALITY = 16;

  MaskGroupRequest {
    Require.field("slice_count", sliceCount);
    Require.field("mask_type", maskType);
    Require.optionalRange("slice_count", sliceCount, 0, MAX_SLICES);
    MaskType.byKey(maskType);
    Require.optionalText("group_name", groupName, Fields.SHORT);
    Require.optionalText("model_name", modelName, Fields.SHORT);
    Require.optionalText("version", version, Fields.SHORT);
    Require.optionalText("modality", modality, MAX_MODALITY);
    Require.optionalText("description", description, Fields.LONG);
  }

  MaskGroupContent toDomain() {
    return new MaskGroupContent(
        groupName, modelName, version, modality, sliceCount, MaskType.byKey(maskType), description);
  }
}
