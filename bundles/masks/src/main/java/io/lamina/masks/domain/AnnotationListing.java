package io.lamina.masks.domain;

/**
 * A part of the list of annotations.
 *
 * @param items read some at a time while they are walked, for a page of them may be large; what is
 *     deleted meanwhile is left out
 * @param total number of items in the whole list
 */
public record AnnotationListing(Iterable<Annotation> items, long total) {}
