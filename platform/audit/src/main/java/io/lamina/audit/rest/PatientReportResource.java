package io.lamina.audit.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.audit.domain.AuditService;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who had to do with a patient (C-095). */
@Component(service = PatientReportResource.class)
@RestResource
@Path("/api/audit/patients/{patient_id}/report")
@Tag(name = "Audit")
public final class PatientReportResource {
  private static final String CSV = "text/csv";
  private static final String SUMMARY = "Who read, changed or exported what of a patient, and when";
  private static final String DESCRIPTION =
      "Needs audit.read. All entries that name the patient id, or a study that was seen with it,"
          + " the oldest first, streamed; from and to (a time of RFC 3339 or a day, to"
          + " excluded) narrow it. Accept"
          + " application/json or text/csv.";

  private final AuditService audit;

  @Activate
  public PatientReportResource(@Reference AuditService audit) {
    this.audit = audit;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  public Response json(
      @Context Caller caller,
      @Context UriInfo uri,
      @Context ObjectMapper mapper,
      @PathParam("patient_id") String patient) {
    AuditService.Report report = report(caller, uri, patient);
    return answer(
        Response.ok(
            EntryStream.json(
                mapper, json -> json.writeStringField("patient_id", patient), report, json -> {})));
  }

  @GET
  @Produces(CSV)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  public Response csv(
      @Context Caller caller, @Context UriInfo uri, @PathParam("patient_id") String patient) {
    return answer(
        Response.ok(EntryStream.csv(report(caller, uri, patient)), CSV + ";charset=utf-8")
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"access-report.csv\""));
  }

  private AuditService.Report report(Caller caller, UriInfo uri, String patient) {
    caller.require(Permission.AUDIT_READ);
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    AuditQuery.requireKnown(query, AuditQuery.PERIOD, "from and to");
    return audit.report(
        caller, patient, AuditQuery.moment(query, "from"), AuditQuery.moment(query, "to"));
  }

  private static Response answer(Response.ResponseBuilder answer) {
    return answer
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
