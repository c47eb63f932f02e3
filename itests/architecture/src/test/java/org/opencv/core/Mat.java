package org.opencv.core;

/** Stands for the toolkit's class in a bad example; the real one is on no test's class path. */
public final class Mat {}
