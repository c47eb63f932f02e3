package io.lamina.wrong.domain;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks a rule on purpose. */
public record DomainThatSpeaksJson(JsonNode body) {}
