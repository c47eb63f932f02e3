package io.lamina.studies.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Paging;
import io.lamina.rest.PublicBase;
import io.lamina.rest.RestResource;
import io.lamina.studies.domain.StudiesService;
import io.lamina.studies.domain.StudySummary;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Studies and what is in them (C-062, C-063). */
@Component(service = StudiesResource.class)
@RestResource
@Tag(name = "Studies")
@Path("/viewer/api/studies")
public final class StudiesResource {
  private final StudiesService studies;

  @Activate
  public StudiesResource(@Reference StudiesService studies) {
    this.studies = studies;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Lists the studies you may see",
      description =
          "A bare array, the study that came last first. Without limit and offset all studies,"
              + " streamed; with them (limit 1 to 500, default 50) also X-Total-Count and Link."
              + " Filters: patient_id, patient_name (* and ? as wildcards, any case),"
              + " study_instance_uid, study_date (20240115 or 20240101-20241231), modality,"
              + " accession_number, q (contained in name, id, number or description). An unknown"
              + " parameter answers 400.")
  public Response list(
      @Context Caller caller,
      @Context PublicBase base,
      @Context UriInfo uri,
      @Context ObjectMapper mapper) {
    StudyQuery query = StudyQuery.of(uri.getQueryParameters());
    if (query.paging().isEmpty()) {
      return Response.ok(
              array(
                  mapper,
                  target ->
                      studies.each(
                          caller, query.filter(), study -> target.accept(StudyResponse.of(study)))))
          .build();
    }
    Paging page = query.paging().get();
    List<StudyResponse> found =
        studies.page(caller, query.filter(), page.offset(), page.limit()).stream()
            .map(StudyResponse::of)
            .toList();
    // a page that is not full is the last one: nothing has to be counted
    boolean last = found.size() < page.limit() && (page.offset() == 0 || !found.isEmpty());
    long total = last ? page.offset() + found.size() : studies.count(caller, query.filter());
    Response.ResponseBuilder answer = Response.ok(found).header("X-Total-Count", total);
    String links = query.links(base.uri(), total);
    return links.isEmpty() ? answer.build() : answer.header("Link", links).build();
  }

  @GET
  @Path("{study_id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Shows one study")
  public StudyResponse study(@Context Caller caller, @PathParam("study_id") long id) {
    return StudyResponse.of(studies.study(caller, id));
  }

  @GET
  @Path("{study_id}/images")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Lists the images of a study",
      description =
          "All of them, streamed, by series number and instance number. Objects without an image"
              + " have neither rows nor columns.")
  public Response images(
      @Context Caller caller, @Context ObjectMapper mapper, @PathParam("study_id") long id) {
    StudySummary study = studies.study(caller, id);
    StreamingOutput body =
        output -> {
          try (JsonGenerator json = generator(mapper, output)) {
            json.writeStartObject();
            json.writeFieldName("study");
            mapper.writeValue(json, StudyResponse.of(study));
            json.writeFieldName("images");
            json.writeStartArray();
            studies.eachImage(study, image -> write(mapper, json, ImageResponse.of(image)));
            json.writeEndArray();
            json.writeEndObject();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        };
    return Response.ok(body).build();
  }

  private static StreamingOutput array(ObjectMapper mapper, Consumer<Consumer<Object>> rows) {
    return output -> {
      try (JsonGenerator json = generator(mapper, output)) {
        json.writeStartArray();
        rows.accept(row -> write(mapper, json, row));
        json.writeEndArray();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  private static JsonGenerator generator(ObjectMapper mapper, OutputStream output)
      throws IOException {
    JsonGenerator json = mapper.getFactory().createGenerator(output);
    // the container decides when bytes leave
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    // an answer that breaks off must not look whole
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    return json;
  }

  private static void write(ObjectMapper mapper, JsonGenerator json, Object row) {
    try {
      mapper.writeValue(json, row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
