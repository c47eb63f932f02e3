package io.lamina.wrong.domain;

import javax.persistence.EntityManager;

/** Breaks a rule on purpose. */
public record DomainThatKnowsSql(EntityManager database) {}
