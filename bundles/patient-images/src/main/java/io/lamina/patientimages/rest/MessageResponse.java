package io.lamina.patientimages.rest;

/** Says what was done, in the caller's language. */
record MessageResponse(String message) {}
