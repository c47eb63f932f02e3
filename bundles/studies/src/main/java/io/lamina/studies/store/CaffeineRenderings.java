package io.lamina.studies.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lamina.dicom.RenderedFrame;
import io.lamina.studies.config.StudiesConfig;
import io.lamina.studies.domain.Renderings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Rendered frames in memory, bounded by their bytes, for 24 hours at most (C-091). */
@Component(service = Renderings.class, configurationPid = StudiesConfig.PID)
public final class CaffeineRenderings implements Renderings {
  private static final int ENTRY_OVERHEAD_BYTES = 400;

  private final Cache<Key, RenderedFrame> frames;

  @Activate
  public CaffeineRenderings(StudiesConfig config) {
    this(config.rendering_cache_bytes());
  }

  CaffeineRenderings(long maxBytes) {
    this.frames =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Key key, RenderedFrame frame) -> frame.png().length + ENTRY_OVERHEAD_BYTES)
            .expireAfterWrite(Duration.ofHours(24))
            // eviction in the thread that adds: no thread of the common pool outlives the bundle
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Optional<RenderedFrame> find(Key key) {
    return Optional.ofNullable(frames.getIfPresent(key));
  }

  @Override
  public RenderedFrame get(Key key, Source source) throws IOException {
    try {
      return frames.get(
          key,
          missing -> {
            try {
              return source.render();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
