package io.lamina.accounts.rest;

/** An answer that only says what was done. */
public record MessageResponse(String message) {}
