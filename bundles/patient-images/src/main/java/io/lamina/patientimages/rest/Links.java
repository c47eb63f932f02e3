package io.lamina.patientimages.rest;

import io.lamina.api.blob.PresignedUrl;
import io.lamina.patientimages.domain.Asker;
import io.lamina.patientimages.domain.PatientImagesService;
import io.lamina.patientimages.domain.Scenario;
import io.lamina.rest.PublicBase;
import java.io.IOException;
import java.time.Duration;

/** Download links as S3 answers them. */
final class Links {
  private static final long LONGEST = 3600;

  private Links() {}

  /**
   * @param asked seconds, 1 and up; null for the default
   */
  static DownloadUrlResponse download(
      PatientImagesService images,
      Asker asker,
      Scenario scenario,
      String key,
      Long asked,
      PublicBase base)
      throws IOException {
    long seconds = asked == null ? LONGEST : Math.min(asked, LONGEST);
    PresignedUrl link =
        images.downloadLink(asker, scenario, key, Duration.ofSeconds(seconds), base.uri());
    return new DownloadUrlResponse(
        scenario.id(),
        key,
        link.url().toString(),
        seconds,
        asker.say("다운로드 URL이 생성되었습니다.", "The download link was made."));
  }
}
