package io.lamina.audit.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.audit.domain.AuditQueries.Found;
import io.lamina.audit.domain.AuditService;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The audit trail, for those who may read it (C-095). */
@Component(service = AuditResource.class)
@RestResource
@Path("/api/audit")
@Tag(name = "Audit")
public final class AuditResource {
  private final AuditService audit;

  @Activate
  public AuditResource(@Reference AuditService audit) {
    this.audit = audit;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Entries of the audit trail",
      description =
          "Needs audit.read. The newest first, limit 1 to 500 (default 50); the answer's next is"
              + " the value of before for the next page, null on the last one. Filters: action,"
              + " outcome (success, refused), object, object_id, user_id, username, project_id,"
              + " study_instance_uid, patient_id (and what is known to be his studies), address,"
              + " from and to (a time of RFC 3339, or a day, which begins at midnight UTC; to is"
              + " excluded). An unknown parameter answers 400. Reading the trail is an entry of"
              + " it.")
  public Response list(@Context Caller caller, @Context UriInfo uri, @Context ObjectMapper mapper) {
    caller.require(Permission.AUDIT_READ);
    AuditQuery query = AuditQuery.of(uri.getQueryParameters());
    // one more than asked for tells whether there is a next page
    List<Found> found = audit.list(caller, query.filter(), query.below(), query.limit() + 1);
    boolean more = found.size() > query.limit();
    List<Found> page = more ? found.subList(0, query.limit()) : found;
    Long next = more ? page.get(page.size() - 1).entry().id() : null;
    return Response.ok(
            EntryStream.json(
                mapper, json -> {}, page::forEach, json -> json.writeObjectField("next", next)))
        .build();
  }
}
