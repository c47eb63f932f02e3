package io.lamina.patientimages.domain;

/**
 * @param maxBytes of one image, 1 and up
 * @param maxPixels of one image, 1 to 100 million
 * @param maxImages of one scenario, 1 to 10,000
 */
public record ImageLimits(long maxBytes, long maxPixels, int maxImages) {}
