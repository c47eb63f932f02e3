package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.lamina.masks.domain.Outcome;
import io.lamina.masks.domain.UploadLinks;
import java.util.ArrayList;
import java.util.List;

/**
 * Links for many files.
 *
 * @param uploads in the order asked for
 * @param rejectedFiles those without links
 */
record UploadUrlsResponse(int count, List<Upload> uploads, List<Rejected> rejectedFiles) {

  /**
   * One file's links.
   *
   * @param index in the request, from 0
   */
  record Upload(int index, @JsonUnwrapped UploadUrlResponse links) {}

  static UploadUrlsResponse of(UploadUrlsRequest asked, List<Outcome<UploadLinks>> links) {
    List<Rejected> rejected =
        Rejected.of(links, index -> asked.files().get(index).label(), "got a link");
    List<Upload> uploads = new ArrayList<>();
    for (int index = 0; index < links.size(); index++) {
      if (links.get(index).succeeded()) {
        uploads.add(new Upload(index, UploadUrlResponse.of(links.get(index).value())));
      }
    }
    return new UploadUrlsResponse(uploads.size(), uploads, rejected);
  }
}
