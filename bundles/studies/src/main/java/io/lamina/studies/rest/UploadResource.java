package io.lamina.studies.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.FileLimit;
import io.lamina.rest.RestResource;
import io.lamina.rest.multipart.MultipartBody;
import io.lamina.rest.multipart.MultipartLimits;
import io.lamina.rest.multipart.Part;
import io.lamina.studies.domain.IngestService;
import io.lamina.studies.domain.Upload;
import io.lamina.studies.domain.UploadResult;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** DICOM files in (C-061). */
@Component(service = UploadResource.class)
@RestResource
@Tag(name = "Studies")
@Path("/viewer/api/upload")
public final class UploadResource {
  private static final Set<String> FILE_FIELDS = Set.of("files", "files[]", "file", "file[]");

  /** Form fields beside the files, such as a CSRF token. */
  private static final int MORE_PARTS = 100;

  private static final int MAX_FIELD_BYTES = 64 << 10;

  private final IngestService ingest;

  @Activate
  public UploadResource(@Reference IngestService ingest) {
    this.ingest = ingest;
  }

  @POST
  @AnonymousAllowed
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Uploads one or more DICOM files",
      description =
          "multipart/form-data with any number of file parts named files (at most 5000 files of at"
              + " most 5 GiB by default) and optionally project_id, best before the files. The"
              + " answer comes when everything is durable. Files that cannot be used are named in"
              + " rejected_files; none usable: 400, or 409 where all of them repeat a SOP Instance"
              + " UID with other content. Without credentials the files go to quarantine until they"
              + " are released.")
  public Response upload(
      @Context MultipartBody body,
      @Context Caller caller,
      @Context FileLimit files,
      @Parameter(description = "Project the data goes to, unless the form field names it")
          @QueryParam("project_id")
          String project,
      @HeaderParam("X-Project-Id") String projectHeader)
      throws IOException {
    int maxParts =
        (int) Math.min(Integer.MAX_VALUE, ingest.limits().maxFiles() + (long) MORE_PARTS);
    // the limit of a file is the domain's, which goes on with the next file where one is too large
    MultipartLimits limits = new MultipartLimits(maxParts, Long.MAX_VALUE, MAX_FIELD_BYTES);
    try (Upload upload = ingest.start(caller)) {
      project(upload, caller, project);
      project(upload, caller, projectHeader);
      body.read(limits, part -> receive(upload, caller, files, part));
      if (upload.isEmpty()) {
        throw LaminaException.badRequest(
            "No files: send DICOM files as multipart/form-data parts named 'files'");
      }
      return answer(upload.finish(), caller);
    }
  }

  private static void receive(Upload upload, Caller caller, FileLimit files, Part part)
      throws IOException {
    boolean file = part.fileName().isPresent() || FILE_FIELDS.contains(part.name());
    if (file) {
      try (PushbackInputStream content = new PushbackInputStream(part.content())) {
        // browsers send an empty part without a name for a file field that was left empty
        boolean named = part.fileName().filter(name -> !name.isEmpty()).isPresent();
        if (named) {
          files.take();
          upload.file(part.fileName(), content);
        } else if (hasContent(content)) {
          upload.refuseUnnamed();
        }
      }
    } else if (part.name().equals("project_id")) {
      project(upload, caller, part.text());
    }
  }

  private static boolean hasContent(PushbackInputStream content) throws IOException {
    int first = content.read();
    if (first >= 0) {
      content.unread(first);
    }
    return first >= 0;
  }

  /** Nobody is member of a project without signing in: what he names goes to quarantine as well. */
  private static void project(Upload upload, Caller caller, String text) {
    if (text == null || text.isBlank() || caller.isAnonymous()) {
      return;
    }
    upload.toProject(ProjectId.parse(text));
  }

  private static Response answer(UploadResult result, Caller caller) {
    if (result.stored().isEmpty()) {
      return Response.status(UploadRefusal.status(result)).entity(UploadRefusal.of(result)).build();
    }
    return Response.ok(UploadResponse.of(result, caller.isAnonymous())).build();
  }
}
