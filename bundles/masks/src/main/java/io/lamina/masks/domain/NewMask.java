package io.lamina.masks.domain;

/**
 * A mask about to be stored.
 *
 * @param verified what was measured of its object; null until that is completed
 */
public record NewMask(MaskContent content, Verified verified, Fit fit) {}
