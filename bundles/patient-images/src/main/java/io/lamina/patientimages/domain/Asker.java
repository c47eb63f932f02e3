package io.lamina.patientimages.domain;

import io.lamina.api.identity.Caller;

/**
 * Who asks, and in which of S3's languages he wants to be answered.
 *
 * @param korean whether in Korean; else in English
 */
public record Asker(Caller caller, boolean korean) {
  public String say(String korean, String english) {
    return this.korean ? korean : english;
  }
}
