package io.lamina.rest.door;

import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.PublicBase;
import io.lamina.rest.Require;
import java.time.Instant;
import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

@Path("/api/probe")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {

  public record ItemRequest(String groupName, Integer sliceCount) {
    public ItemRequest {
      Require.field("slice_count", sliceCount);
    }
  }

  public record Item(
      long id, String groupName, int sliceCount, String toolVersion, Instant createdAt) {}

  @GET
  @Path("/items/{id}")
  public Item one(
      @PathParam("id") long id,
      @QueryParam("limit") Integer limit,
      @QueryParam("verbose") boolean verbose) {
    return new Item(id, "a", 1, null, Instant.parse("2025-10-23T04:26:30.5Z"));
  }

  @GET
  @Path("/items/stats")
  public Map<String, Object> stats() {
    return Map.of("total_masks", 3);
  }

  @POST
  @Path("/items")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(ItemRequest request) {
    return Response.status(201)
        .entity(new Item(1, request.groupName(), request.sliceCount(), null, Instant.EPOCH))
        .build();
  }

  @GET
  @Path("/failure")
  public Item fail() {
    throw new IllegalStateException("secret table t_patient");
  }

  @GET
  @AnonymousAllowed
  @Path("/slashed/")
  public Map<String, Object> who(@Context Caller caller, @Context PublicBase base) {
    return Map.of("who", caller.username(), "base", base.uri().toString());
  }
}
