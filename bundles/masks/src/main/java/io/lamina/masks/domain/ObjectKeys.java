package io.lamina.masks.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.LaminaException;
import java.util.List;

/** Keys of the objects of one mask group, and the other ways clients write them. */
final class ObjectKeys {
  private final String prefix;
  private final List<String> aliases;

  ObjectKeys(GroupPath path) {
    String group = "group_" + path.groupId() + "/";
    this.prefix = "masks/annotation_" + path.annotationId() + "/" + group;
    this.aliases = List.of(prefix, "masks/annotation_0/" + group, "masks/" + group);
  }

  BlobKey key(String segment) {
    return new BlobKey(prefix + segment);
  }

  /**
   * The issued key a client means: that key, the documents' annotation_0 form, S2's form without an
   * annotation, or the bare file name; never one outside the group (H-05).
   *
   * @throws LaminaException 404 for anything else
   */
  BlobKey resolve(String filePath) {
    String name = filePath;
    for (String alias : aliases) {
      if (filePath.startsWith(alias)) {
        name = filePath.substring(alias.length());
        break;
      }
    }
    try {
      return key(FileName.of(name).segment());
    } catch (LaminaException e) {
      throw LaminaException.notFound("No such file in this mask group");
    }
  }
}
