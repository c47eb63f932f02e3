package io.lamina.patientimages.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The image types of S3: JPEG, JPG, PNG, GIF, WebP. */
public enum ImageType {
  JPEG(List.of("image/jpeg", "image/jpg", "image/pjpeg"), List.of("jpg", "jpeg")),
  PNG(List.of("image/png"), List.of("png")),
  GIF(List.of("image/gif"), List.of("gif")),
  WEBP(List.of("image/webp"), List.of("webp"));

  private final List<String> mediaTypes;
  private final List<String> extensions;

  ImageType(List<String> mediaTypes, List<String> extensions) {
    this.mediaTypes = mediaTypes;
    this.extensions = extensions;
  }

  /** The registered media type. */
  public String mediaType() {
    return mediaTypes.get(0);
  }

  /** By a media type as clients write it, with parameters or without. */
  public static Optional<ImageType> byMediaType(String text) {
    String bare = text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(type -> type.mediaTypes.contains(bare)).findFirst();
  }

  /** By the extension of a file's name. */
  public static Optional<ImageType> byFileName(String name) {
    String extension = extension(name);
    return Arrays.stream(values()).filter(type -> type.extensions.contains(extension)).findFirst();
  }

  /** The extension to store a file with: the one it came with where that is one of this type. */
  String extensionFor(String name) {
    String extension = extension(name);
    return extensions.contains(extension) ? extension : extensions.get(0);
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
