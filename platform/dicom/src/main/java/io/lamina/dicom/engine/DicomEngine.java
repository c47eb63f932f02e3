package io.lamina.dicom.engine;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import io.lamina.api.metrics.Metric;
import io.lamina.api.metrics.MetricSource;
import io.lamina.dicom.BulkDataUris;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.ElementEditor;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import io.lamina.dicom.codec.Codecs;
import io.lamina.dicom.config.DicomConfig;
import io.lamina.dicom.json.DicomJson;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.parse.P10Reader;
import io.lamina.dicom.parse.ParsedObject;
import io.lamina.dicom.pixel.FrameDecoder;
import io.lamina.dicom.render.Renderer;
import io.lamina.dicom.rewrite.Rewriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** The service: reading in the caller's thread, pixels in workers. */
@Component(
    service = {Dicom.class, HealthCheck.class, MetricSource.class},
    configurationPid = "io.lamina.dicom")
@Designate(ocd = DicomConfig.class)
public final class DicomEngine implements Dicom, HealthCheck, MetricSource {
  /** Switches native codecs off when "off", over the configuration. */
  public static final String NATIVE_PROPERTY = "lamina.dicom.native";

  private final P10Reader reader;
  private final Codecs codecs;
  private final FrameDecoder decoder;
  private final Workers workers;

  @Activate
  public DicomEngine(DicomConfig config) {
    this(
        limits(config),
        !config.native_codecs().equalsIgnoreCase("off")
            && !System.getProperty(NATIVE_PROPERTY, "on").equalsIgnoreCase("off"),
        config.decoder_threads() > 0
            ? config.decoder_threads()
            : Runtime.getRuntime().availableProcessors(),
        Duration.ofSeconds(Math.max(1, config.decode_seconds())));
  }

  DicomEngine(Limits limits, boolean useNative, int threads, Duration decodeTime) {
    reader = new P10Reader(limits);
    codecs = new Codecs(useNative);
    decoder = new FrameDecoder(codecs, Runtime.getRuntime().maxMemory() / 4);
    workers = new Workers(threads, decodeTime);
  }

  private static Limits limits(DicomConfig config) {
    return new Limits(
        Math.max(1, Math.min(256, config.max_depth())),
        Math.max(1, config.max_elements()),
        (long) Math.max(1, config.max_header_mib()) << 20,
        Limits.DEFAULT.bulkThreshold(),
        (long) Math.max(1, config.max_inflated_mib()) << 20,
        Limits.DEFAULT.inflateRatio(),
        (long) Math.max(1, config.max_frame_mi_samples()) << 20,
        Duration.ofSeconds(Math.max(1, config.parse_seconds())));
  }

  @Deactivate
  void stop() {
    workers.close();
  }

  @Override
  public DicomObject parse(ByteSource source) throws IOException {
    return reader.read(source);
  }

  @Override
  public FrameSamples decode(DicomObject object, int frame) throws IOException {
    ParsedObject parsed = ours(object);
    return workers.run(() -> decoder.decode(parsed, frame));
  }

  @Override
  public RenderedFrame render(DicomObject object, RenderOptions options) throws IOException {
    ParsedObject parsed = ours(object);
    return workers.run(
        () -> Renderer.render(parsed, decoder.decode(parsed, options.frame()), options));
  }

  @Override
  public void writeJson(DicomObject object, BulkDataUris bulkData, OutputStream target)
      throws IOException {
    DicomJson.write(ours(object).parsedDataSet(), bulkData, target);
  }

  @Override
  public void rewrite(DicomObject object, ElementEditor editor, OutputStream target)
      throws IOException {
    Rewriter.rewrite(ours(object), editor, target);
  }

  @Override
  public boolean decodes(String transferSyntaxUid) {
    return decoder.decodes(transferSyntaxUid);
  }

  @Override
  public Health check() {
    return Health.ok(Map.of("native codecs", codecs.hasNative() ? "yes" : "no"));
  }

  @Override
  public Collection<Metric> metrics() {
    return workers.metrics();
  }

  private static ParsedObject ours(DicomObject object) {
    if (object instanceof ParsedObject parsed) {
      return parsed;
    }
    throw new IllegalArgumentException("Only objects that parse() gave can be used");
  }
}
