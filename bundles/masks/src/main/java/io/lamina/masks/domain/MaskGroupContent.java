package io.lamina.masks.domain;

/**
 * What a mask group says of itself; texts may be null.
 *
 * @param version of the model
 * @param modality DICOM's code, such as CT
 * @param sliceCount slices the group is meant to cover, 0 to 100000; not the number of masks
 */
public record MaskGroupContent(
    String groupName,
    String modelName,
    String version,
    String modality,
    int sliceCount,
    MaskType maskType,
    String description) {}
