package io.lamina.studies.domain;

/**
 * @param maxFileBytes of one file
 * @param maxFiles in one request
 * @param intakeOpen whether uploads without credentials are taken into quarantine (H-02)
 * @param maxIntakeInstances in quarantine altogether, for uploads without credentials
 * @param maxIntakeBytes in quarantine altogether, for uploads without credentials
 */
public record IngestLimits(
    long maxFileBytes,
    int maxFiles,
    boolean intakeOpen,
    long maxIntakeInstances,
    long maxIntakeBytes) {}
