package io.lamina.studies.rest;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import io.lamina.rest.AnswerEnd;
import io.lamina.rest.RestResource;
import io.lamina.studies.domain.HeaderJson;
import io.lamina.studies.domain.ImageDetail;
import io.lamina.studies.domain.ImagesService;
import io.lamina.studies.domain.ImagesService.View;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.EntityTag;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.Response.ResponseBuilder;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** One image: rendered, as samples, its header, its file (C-064, D-13). */
@Component(service = ImagesResource.class)
@RestResource
@Tag(name = "Images")
@Path("/viewer/api/images/{image_id}")
public final class ImagesResource {
  /** Kept by the client alone, and asked for again each time: rights and data may go. */
  private static final String PRIVATE = "private, no-cache";

  private static final String PNG = "image/png";
  private static final String DICOM = "application/dicom";
  private static final String DICOM_JSON = "application/dicom+json";

  private final ImagesService images;

  @Activate
  public ImagesResource(@Reference ImagesService images) {
    this.images = images;
  }

  @GET
  @Path("data")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Renders an image as a PNG data URL",
      description =
          "window_width with window_level (or window_center) in units after rescale, inverted,"
              + " frame (from 1), size (longest side). Without a window that of the header, else"
              + " the range of the pixels.")
  public Response data(
      @Context Caller caller,
      @Context UriInfo uri,
      @Context Request request,
      @Context AnswerEnd end,
      @PathParam("image_id") long id)
      throws IOException {
    RenderOptions options = ImageQuery.options(uri.getQueryParameters());
    ImageDetail image = images.image(caller, id, View.RENDERED);
    EntityTag tag = new EntityTag(images.tag(image, options) + "-j");
    return answer(
        request,
        tag,
        () ->
            Response.ok(
                ImageDataResponse.of(
                    render(caller, image, options, end), image.image(), options.frame())));
  }

  @GET
  @Path("rendered")
  @Produces(PNG)
  @Operation(
      summary = "Renders an image as PNG",
      description = "Parameters as for data; a thumbnail is a rendering with a size.")
  public Response rendered(
      @Context Caller caller,
      @Context UriInfo uri,
      @Context Request request,
      @Context AnswerEnd end,
      @PathParam("image_id") long id)
      throws IOException {
    RenderOptions options = ImageQuery.options(uri.getQueryParameters());
    ImageDetail image = images.image(caller, id, View.RENDERED);
    EntityTag tag = new EntityTag(images.tag(image, options));
    return answer(request, tag, () -> Response.ok(render(caller, image, options, end).png(), PNG));
  }

  @GET
  @Path("pixels")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "Reads the decoded samples of a frame",
      description =
          "As stored: little-endian, interleaved by pixel, no window, no rescale, no colour"
              + " conversion. Headers X-Rows, X-Columns, X-Samples-Per-Pixel, X-Bits-Allocated,"
              + " X-Bits-Stored, X-Pixel-Representation, X-Photometric-Interpretation,"
              + " X-Rescale-Slope and X-Rescale-Intercept say what they are. frame counts from 1.")
  public Response pixels(
      @Context Caller caller,
      @Context UriInfo uri,
      @Context Request request,
      @Context AnswerEnd end,
      @PathParam("image_id") long id)
      throws IOException {
    int frame = ImageQuery.frame(uri.getQueryParameters());
    ImageDetail image = images.image(caller, id, View.PIXELS);
    EntityTag tag = new EntityTag(images.tag(image, RenderOptions.of(frame)) + "-p");
    return answer(request, tag, () -> samples(pixels(caller, image, frame, end)));
  }

  @GET
  @Path("metadata")
  @Produces({MediaType.APPLICATION_JSON, DICOM_JSON})
  @Operation(summary = "Shows the header as DICOM JSON (PS3.18, annex F)")
  public Response metadata(
      @Context Caller caller,
      @Context Request request,
      @Context AnswerEnd end,
      @PathParam("image_id") long id)
      throws IOException {
    ImageDetail image = images.image(caller, id, View.METADATA);
    EntityTag tag = new EntityTag(image.sha256().substring(0, 32) + "-m");
    return answer(
        request,
        tag,
        () -> {
          HeaderJson json = images.json(image);
          end.close(json);
          StreamingOutput body = json::writeTo;
          return Response.ok(body);
        });
  }

  @GET
  @Path("file")
  @Produces(DICOM)
  @Operation(summary = "Downloads the DICOM file as it was uploaded")
  public Response file(
      @Context Caller caller,
      @Context Request request,
      @Context AnswerEnd end,
      @PathParam("image_id") long id)
      throws IOException {
    ImageDetail image = images.image(caller, id, View.FILE);
    EntityTag tag = new EntityTag(image.sha256().substring(0, 32));
    return answer(request, tag, () -> download(image, end));
  }

  private RenderedFrame render(
      Caller caller, ImageDetail image, RenderOptions options, AnswerEnd end) throws IOException {
    ImagesService.Rendered rendered = images.render(caller, image, options);
    end.close(rendered);
    return rendered.frame();
  }

  private ImagesService.Pixels pixels(Caller caller, ImageDetail image, int frame, AnswerEnd end)
      throws IOException {
    ImagesService.Pixels pixels = images.pixels(caller, image, frame);
    end.close(pixels);
    return pixels;
  }

  private static ResponseBuilder samples(ImagesService.Pixels pixels) {
    FrameSamples samples = pixels.samples();
    PixelDescription description = samples.description();
    return Response.ok(samples.bytes(), MediaType.APPLICATION_OCTET_STREAM)
        .header("X-Rows", description.rows())
        .header("X-Columns", description.columns())
        .header("X-Samples-Per-Pixel", description.samplesPerPixel())
        .header("X-Bits-Allocated", description.bitsAllocated())
        .header("X-Bits-Stored", description.bitsStored())
        .header("X-Pixel-Representation", description.pixelRepresentation())
        .header("X-Photometric-Interpretation", samples.photometricInterpretation())
        .header("X-Rescale-Slope", Numbers.of(pixels.rescaleSlope()))
        .header("X-Rescale-Intercept", Numbers.of(pixels.rescaleIntercept()));
  }

  private ResponseBuilder download(ImageDetail image, AnswerEnd end) throws IOException {
    ByteSource source = images.file(image);
    end.close(source);
    StreamingOutput body = output -> source.stream().transferTo(output);
    return Response.ok(body, DICOM)
        .header(HttpHeaders.CONTENT_LENGTH, image.bytes())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + image.sopInstanceUid() + ".dcm\"");
  }

  /** What the client has not got yet. */
  @FunctionalInterface
  private interface Fresh {
    ResponseBuilder make() throws IOException;
  }

  private static Response answer(Request request, EntityTag tag, Fresh fresh) throws IOException {
    ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return tagged(unchanged == null ? fresh.make() : unchanged, tag).build();
  }

  private static ResponseBuilder tagged(ResponseBuilder answer, EntityTag tag) {
    return answer
        .tag(tag)
        .header(HttpHeaders.CACHE_CONTROL, PRIVATE)
        .header("X-Content-Type-Options", "nosniff");
  }
}
