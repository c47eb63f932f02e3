package io.lamina.masks.domain;

/** A group with what rights on it are decided by. */
public record OwnedGroup(Ownership ownership, MaskGroup group) {}
