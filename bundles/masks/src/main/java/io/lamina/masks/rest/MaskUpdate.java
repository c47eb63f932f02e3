package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.lamina.masks.domain.Change;
import io.lamina.masks.domain.MaskChange;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** A partial update: absent fields stay, null clears what may be empty. */
@JsonIgnoreProperties(ignoreUnknown = true)
record MaskUpdate(
    @Schema(type = "integer") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<Integer> sliceIndex,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> sopInstanceUid,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> labelName,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> filePath,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> mimeType,
    @Schema(type = "integer") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<Long> fileSize,
    @Schema(type = "string") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<String> checksum,
    @Schema(type = "integer") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<Integer> width,
    @Schema(type = "integer") @JsonDeserialize(using = ChangeDeserializer.class)
        Change<Integer> height) {

  MaskChange toDomain() {
    return new MaskChange(
        range("slice_index", sliceIndex, 0, Integer.MAX_VALUE),
        Fields.change(sopInstanceUid, uid -> Fields.optionalUid("sop_instance_uid", uid)),
        text("label_name", labelName),
        Fields.changeKept("file_path", filePath, path -> Require.text("file_path", path, 1024)),
        Fields.changeKept("mime_type", mimeType, type -> Require.text("mime_type", type, 127)),
        range("file_size", fileSize, 0, Fields.LARGEST_FILE),
        text("checksum", checksum),
        range("width", width, 1, MaskRequest.LARGEST_SIDE),
        range("height", height, 1, MaskRequest.LARGEST_SIDE));
  }

  private static Change<String> text(String name, Change<String> change) {
    return Fields.change(change, value -> Require.optionalText(name, value, Fields.SHORT));
  }

  private static <N extends Number> Change<N> range(
      String name, Change<N> change, long least, long most) {
    return Fields.change(change, value -> Require.optionalRange(name, value, least, most));
  }
}
