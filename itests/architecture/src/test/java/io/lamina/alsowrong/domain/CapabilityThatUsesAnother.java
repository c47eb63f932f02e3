package io.lamina.alsowrong.domain;

import io.lamina.wrong.domain.DomainThatPrints;

/** Breaks a rule on purpose. */
public record CapabilityThatUsesAnother(DomainThatPrints other) {}
