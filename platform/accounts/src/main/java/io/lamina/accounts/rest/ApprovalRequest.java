package io.lamina.accounts.rest;

import java.util.Set;

/**
 * With what somebody is let in.
 *
 * @param roles site roles; null for the role of those who sign up
 */
public record ApprovalRequest(Set<String> roles) {}
