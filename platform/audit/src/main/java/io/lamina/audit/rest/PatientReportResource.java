package io.lamina.audit.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.audit.domain.AuditService;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
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
@Path("/api/audit")
@Tag(name = "Audit")
public final class PatientReportResource {
  private static final String CSV = "text/csv";
  private static final String PATIENT = "patient_id";
  private static final Set<String> PERIOD_AND_PATIENT = Set.of("from", "to", PATIENT);
  private static final String SUMMARY = "Who read, changed or exported what of a patient, and when";
  private static final String DESCRIPTION =
      "Needs audit.read. All entries that name the patient id, or a study that was seen with it,"
          + " the oldest first, streamed; from and to (a time of RFC 3339 or a day, to"
          + " excluded) narrow it. Accept"
          + " application/json or text/csv.";

  private static final String BY_QUERY = " The id in patient_id, as an id with a slash has to be.";

  private final AuditService audit;

  @Activate
  public PatientReportResource(@Reference AuditService audit) {
    this.audit = audit;
  }

  @GET
  @Path("patients/{patient_id}/report")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  public Response json(
      @Context Caller caller,
      @Context UriInfo uri,
      @Context ObjectMapper mapper,
      @PathParam("patient_id") String patient) {
    return json(mapper, patient, report(caller, uri, patient, AuditQuery.PERIOD));
  }

  @GET
  @Path("patients/{patient_id}/report")
  @Produces(CSV)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  public Response csv(
      @Context Caller caller, @Context UriInfo uri, @PathParam("patient_id") String patient) {
    return csv(report(caller, uri, patient, AuditQuery.PERIOD));
  }

  @GET
  @Path("report")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = SUMMARY, description = DESCRIPTION + BY_QUERY)
  public Response jsonByQuery(
      @Context Caller caller,
      @Context UriInfo uri,
      @Context ObjectMapper mapper,
      @QueryParam(PATIENT) String patient) {
    return json(mapper, patient, report(caller, uri, patient, PERIOD_AND_PATIENT));
  }

  @GET
  @Path("report")
  @Produces(CSV)
  @Operation(summary = SUMMARY, description = DESCRIPTION + BY_QUERY)
  public Response csvByQuery(
      @Context Caller caller, @Context UriInfo uri, @QueryParam(PATIENT) String patient) {
    return csv(report(caller, uri, patient, PERIOD_AND_PATIENT));
  }

  private AuditService.Report report(
      Caller caller, UriInfo uri, String patient, Set<String> known) {
    caller.require(Permission.AUDIT_READ);
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    AuditQuery.requireKnown(
        query, known, known.stream().sorted().collect(Collectors.joining(", ")));
    return audit.report(
        caller,
        Objects.toString(patient, ""),
        AuditQuery.moment(query, "from"),
        AuditQuery.moment(query, "to"));
  }

  private static Response json(ObjectMapper mapper, String patient, AuditService.Report report) {
    return answer(
        Response.ok(
            EntryStream.json(
                mapper, json -> json.writeStringField(PATIENT, patient), report, json -> {})));
  }

  private static Response csv(AuditService.Report report) {
    return answer(
        Response.ok(EntryStream.csv(report), CSV + ";charset=utf-8")
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"access-report.csv\""));
  }

  private static Response answer(Response.ResponseBuilder answer) {
    return answer
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
