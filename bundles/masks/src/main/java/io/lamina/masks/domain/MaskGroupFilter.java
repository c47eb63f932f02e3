package io.lamina.masks.domain;

/** What a list of groups is narrowed to; null for no restriction. */
public record MaskGroupFilter(String modality, MaskType maskType) {}
