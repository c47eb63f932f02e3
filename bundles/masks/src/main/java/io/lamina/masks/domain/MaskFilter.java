package io.lamina.masks.domain;

/** What a list of masks is narrowed to; null for no restriction. */
public record MaskFilter(String labelName, Integer sliceIndex, String sopInstanceUid) {
  public static final MaskFilter ALL = new MaskFilter(null, null, null);
}
