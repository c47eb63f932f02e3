package io.lamina.studies.domain;

import java.time.LocalDate;

/**
 * The study as an object's header describes it.
 *
 * @param date null where absent or no date
 * @param time DICOM TM as it stands; null where absent
 * @param studyId null where absent
 * @param accessionNumber empty where absent
 * @param description empty where absent
 * @param referringPhysician PN as it stands; null where absent
 */
public record StudyFacts(
    String uid,
    LocalDate date,
    String time,
    String studyId,
    String accessionNumber,
    String description,
    String referringPhysician) {}
