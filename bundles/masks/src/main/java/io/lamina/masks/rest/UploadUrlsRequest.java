package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.masks.domain.Outcome;
import io.lamina.masks.domain.UploadWish;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Asks for many upload links. */
@JsonIgnoreProperties(ignoreUnknown = true)
record UploadUrlsRequest(@Schema(description = "1 to 1000") List<UploadUrlItem> files) {
  UploadUrlsRequest {
    Bodies.requireItems("files", files);
  }

  List<Outcome<UploadWish>> toDomain() {
    return files.stream().map(file -> Outcome.of(file::toDomain)).toList();
  }
}
