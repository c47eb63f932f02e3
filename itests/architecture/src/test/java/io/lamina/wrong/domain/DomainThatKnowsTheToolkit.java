package io.lamina.wrong.domain;

import org.opencv.core.Mat;

/** Breaks a rule on purpose. */
public record DomainThatKnowsTheToolkit(Mat matrix) {}
