package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.masks.domain.BatchService;
import io.lamina.masks.domain.Integrity;
import io.lamina.masks.domain.Outcome;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What was acknowledged of many uploads, in the words of the single answer.
 *
 * @param success whether nothing was refused
 * @param processedMasks files that are there, durable and checked
 */
record CompleteUploadsResponse(
    boolean success,
    @Schema(allowableValues = {"success", "partial"}) String status,
    int processedMasks,
    List<Completed> files,
    List<Rejected> rejectedFiles,
    String message) {

  /**
   * One file.
   *
   * @param index in the request, from 0
   * @param fileSize as declared
   * @param checksum as declared
   * @param mask null where none was asked for
   * @param created whether this request made the mask
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Completed(
      int index,
      String filePath,
      Long fileSize,
      String checksum,
      long verifiedSize,
      String verifiedSha256,
      @Schema(allowableValues = {"verified", "mismatch", "unverifiable"}) String integrity,
      MaskResponse mask,
      Boolean created) {

    static Completed of(int index, CompletedItem asked, BatchService.Done done) {
      return new Completed(
          index,
          done.object().key(),
          asked.fileSize(),
          asked.checksum(),
          done.object().verified().size(),
          done.object().verified().sha256(),
          Integrity.of(asked.fileSize(), asked.checksum(), done.object().verified()).key(),
          done.mask() == null ? null : MaskResponse.of(done.mask()),
          done.mask() == null ? null : done.created());
    }
  }

  static CompleteUploadsResponse of(
      CompleteUploadsRequest asked, List<Outcome<BatchService.Done>> outcomes) {
    List<Rejected> rejected =
        Rejected.of(outcomes, index -> asked.files().get(index).filePath(), "were completed");
    List<Completed> files = new ArrayList<>();
    for (int index = 0; index < outcomes.size(); index++) {
      if (outcomes.get(index).succeeded()) {
        files.add(Completed.of(index, asked.files().get(index), outcomes.get(index).value()));
      }
    }
    boolean whole = rejected.isEmpty();
    return new CompleteUploadsResponse(
        whole,
        whole ? "success" : "partial",
        files.size(),
        files,
        rejected,
        whole
            ? "Upload completed successfully"
            : rejected.size() + " files were refused; rejected_files says why");
  }
}
