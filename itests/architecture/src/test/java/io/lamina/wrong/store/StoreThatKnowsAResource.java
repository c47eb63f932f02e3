package io.lamina.wrong.store;

import io.lamina.wrong.rest.ResourceThatKnowsTheStore;

/** Breaks a rule on purpose. */
public record StoreThatKnowsAResource(ResourceThatKnowsTheStore resource) {}
