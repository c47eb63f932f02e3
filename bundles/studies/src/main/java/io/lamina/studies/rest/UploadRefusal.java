package io.lamina.studies.rest;

import io.lamina.api.error.ErrorKind;
import io.lamina.studies.domain.UploadResult;
import io.lamina.studies.rest.UploadResponse.RejectedFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Answer to an upload without a usable file (D-18), in S5's error style. */
public record UploadRefusal(
    boolean success, String error, String message, List<RejectedFile> rejectedFiles) {

  static UploadRefusal of(UploadResult result) {
    List<UploadResult.Rejected> files = result.rejected();
    String sentence =
        files.size() == 1
            ? files.get(0).reason()
            : "None of the "
                + files.size()
                + " files could be stored; the first: "
                + files.get(0).reason();
    return new UploadRefusal(false, sentence, sentence, RejectedFile.of(result));
  }

  /** Of all files where they agree, else that of a bad request. */
  static int status(UploadResult result) {
    Set<ErrorKind> kinds =
        result.rejected().stream().map(UploadResult.Rejected::kind).collect(Collectors.toSet());
    ErrorKind kind = kinds.size() == 1 ? kinds.iterator().next() : ErrorKind.BAD_REQUEST;
    return kind.status();
  }
}
