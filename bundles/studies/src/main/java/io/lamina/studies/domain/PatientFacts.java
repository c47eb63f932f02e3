package io.lamina.studies.domain;

import java.time.LocalDate;

/**
 * The patient as an object's header names him.
 *
 * @param patientId empty where the header has none
 * @param dicomName PN value as it stands, such as {@code Doe^John}; empty where absent
 * @param birthDate null where absent or no date
 * @param sex null where absent
 */
public record PatientFacts(String patientId, String dicomName, LocalDate birthDate, String sex) {}
