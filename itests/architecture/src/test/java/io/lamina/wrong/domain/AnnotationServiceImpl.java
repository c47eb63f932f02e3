package io.lamina.wrong.domain;

/** Breaks a rule on purpose. */
public final class AnnotationServiceImpl {}
