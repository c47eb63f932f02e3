package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.masks.domain.BatchItem;
import io.lamina.masks.domain.Outcome;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Acknowledges many uploads, and makes their masks where that is asked for. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CompleteUploadsRequest(
    @Schema(description = "1 to 1000") List<CompletedItem> files,
    @Schema(description = "Whether masks are made, too; false by default") Boolean createMasks) {
  CompleteUploadsRequest {
    Bodies.requireItems("files", files);
  }

  List<Outcome<BatchItem>> toDomain() {
    return files.stream().map(file -> Outcome.of(file::toDomain)).toList();
  }
}
