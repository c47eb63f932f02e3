package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.lamina.masks.domain.Change;
import io.lamina.masks.domain.MaskGroupChange;
import io.lamina.masks.domain.MaskType;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** A partial update: absent fields stay, null clears what may be empty. */
@JsonIgnoreProperties(ignoreUnknown = true)
record MaskGroupUpdate(
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> groupName,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> modelName,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> version,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> modality,
    @Schema(type = "integer") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<Integer> sliceCount,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> maskType,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> description) {

  MaskGroupChange toDomain() {
    Change<String> type = Fields.changeKept("mask_type", maskType, key -> key);
    return new MaskGroupChange(
        text("group_name", groupName, Fields.SHORT),
        text("model_name", modelName, Fields.SHORT),
        text("version", version, Fields.SHORT),
        text("modality", modality, MaskGroupRequest.MAX_MODALITY),
        Fields.changeKept(
            "slice_count",
            sliceCount,
            count -> Require.optionalRange("slice_count", count, 0, MaskGroupRequest.MAX_SLICES)),
        type.present() ? Change.to(MaskType.byKey(type.value())) : Change.none(),
        text("description", description, Fields.LONG));
  }

  private static Change<String> text(String name, Change<String> change, int maxLength) {
    return Fields.change(change, value -> Require.optionalText(name, value, maxLength));
  }
}
