package io.lamina.masks.domain;

/** A partial update: what is absent stays. */
public record MaskGroupChange(
    Change<String> groupName,
    Change<String> modelName,
    Change<String> version,
    Change<String> modality,
    Change<Integer> sliceCount,
    Change<MaskType> maskType,
    Change<String> description) {

  MaskGroupContent applyTo(MaskGroupContent old) {
    return new MaskGroupContent(
        groupName.orKeep(old.groupName()),
        modelName.orKeep(old.modelName()),
        version.orKeep(old.version()),
        modality.orKeep(old.modality()),
        sliceCount.orKeep(old.sliceCount()),
        maskType.orKeep(old.maskType()),
        description.orKeep(old.description()));
  }
}
