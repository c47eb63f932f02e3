package io.lamina.masks.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedUrl;
import io.lamina.api.blob.Presigner;
import io.lamina.api.identity.Caller;
import java.net.URI;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Links for reading the object of a mask (C-014). */
@Component(service = Downloads.class)
public final class Downloads {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final MaskService masks;
  private final Presigner presigner;

  @Activate
  public Downloads(@Reference MaskService masks, @Reference Presigner presigner) {
    this.masks = masks;
    this.presigner = presigner;
  }

  /**
   * @param key of the object
   */
  public record Link(String key, PresignedUrl url, Duration validFor) {}

  /**
   * @param filePath as the client knows it, or null; it has to be that of the mask (H-05)
   * @param asked validity, or null for an hour, which is also the most
   */
  public Link issue(
      Caller caller, GroupPath path, long maskId, String filePath, Duration asked, URI base) {
    StoredObject object = masks.downloadable(caller, path, maskId, filePath);
    Duration validFor = UploadService.shorter(asked, LONGEST);
    GetTicket ticket = new GetTicket(new BlobKey(object.key()), validFor, object.fileName());
    return new Link(object.key(), presigner.get(ticket, base), validFor);
  }
}
